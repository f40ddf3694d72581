package io.sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/// The second opinion on a request's bytes: what Netty's decoder makes of them, in a form that ours
/// can be held against.
final class NettyReading {
  private NettyReading() {}

  /// The first request in the bytes, as Netty reads it.
  static String nettys(byte[] bytes) {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(8_192, 16_384, 8_192));
    try {
      channel.writeInbound(Unpooled.copiedBuffer(bytes));
      HttpRequest request = channel.readInbound();
      if (request == null || request.decoderResult().isFailure()) {
        return request == null ? "nothing yet" : request.decoderResult().toString();
      }
      StringBuilder body = new StringBuilder();
      Object part = channel.readInbound();
      while (part instanceof HttpContent content) {
        body.append(content.content().toString(ISO_8859_1));
        content.release();
        part = channel.readInbound();
      }
      ReferenceCountUtil.release(part);
      return summary(
          request.method().name(),
          request.uri(),
          request.headers().size(),
          Optional.ofNullable(request.headers().get("host")),
          Optional.ofNullable(request.headers().get("content-length")),
          body.toString());
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  /// The same request as we read it.
  static String ours(Head head, byte[] body) {
    return summary(
        head.method(),
        head.target(),
        head.headers().size(),
        head.headers().get("host"),
        head.headers().get("content-length"),
        new String(body, ISO_8859_1));
  }

  private static String summary(
      String method,
      String target,
      int fields,
      Optional<String> host,
      Optional<String> length,
      String body) {
    return String.join("|", method, target, "" + fields, "" + host, "" + length, body);
  }
}
