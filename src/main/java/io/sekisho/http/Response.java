package io.sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.stream.Stream;

/// An answer, encoded when it is made: writing it again costs no more than copying its bytes, so a
/// document that is asked for often should be kept as its `Response`.
public final class Response {
  private static final byte[] CLOSE = "Connection: close\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] KEEP = "\r\n".getBytes(ISO_8859_1);
  private static final int NO_CONTENT = 204;

  private final int status;
  private final String contentType;
  private final List<Header> headers;
  private final byte[] head;
  private final byte[] body;

  /// A header field beside those that the kit sets itself.
  public record Header(String name, String value) {
    public Header {
      if (!name.matches("[A-Za-z0-9-]+") || !value.matches("[\\x20-\\x7e]*")) {
        throw new IllegalArgumentException("not a header field that can be sent: " + name);
      }
    }
  }

  /// @param body not copied; do not change it afterwards
  public Response(int status, String contentType, byte[] body, List<Header> headers) {
    if (status == NO_CONTENT && body.length > 0) {
      throw new IllegalArgumentException("a response without content has a body");
    }
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = List.copyOf(headers);
    this.head = head().getBytes(ISO_8859_1);
  }

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, contentType, body, List.of());
  }

  /// The same response with one more header field.
  public Response with(String name, String value) {
    List<Header> more =
        Stream.concat(headers.stream(), Stream.of(new Header(name, value))).toList();
    return new Response(status, contentType, body, more);
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  /// The body itself, not a copy.
  public byte[] body() {
    return body;
  }

  public List<Header> headers() {
    return headers;
  }

  /// The bytes on the wire.
  ///
  /// @param date a whole `Date` line
  /// @param close whether this is the connection's last answer
  /// @param bodiless whether the body stays at home, as for `HEAD`
  ByteBuf encode(ByteBufAllocator allocator, byte[] date, boolean close, boolean bodiless) {
    byte[] end = close ? CLOSE : KEEP;
    int size = head.length + date.length + end.length + (bodiless ? 0 : body.length);
    ByteBuf out = allocator.ioBuffer(size, size);
    out.writeBytes(head).writeBytes(date).writeBytes(end);
    return bodiless ? out : out.writeBytes(body);
  }

  private String head() {
    StringBuilder text = new StringBuilder(256);
    HttpResponseStatus line = HttpResponseStatus.valueOf(status);
    text.append("HTTP/1.1 ").append(status).append(' ').append(line.reasonPhrase()).append("\r\n");
    if (status != NO_CONTENT) {
      append(text, new Header("Content-Type", contentType));
      append(text, new Header("Content-Length", Integer.toString(body.length)));
    }
    append(text, new Header("Cache-Control", "no-store"));
    append(text, new Header("X-Content-Type-Options", "nosniff"));
    headers.forEach(header -> append(text, header));
    return text.toString();
  }

  private static void append(StringBuilder text, Header header) {
    text.append(header.name()).append(": ").append(header.value()).append("\r\n");
  }
}
