package io.sekisho.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One answer, ready to be sent.
///
/// @param headers besides those that every answer has
/// @param file sent in place of the body, and deleted then
/// @param stream makes the body while it is sent
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(
    int status,
    String contentType,
    byte[] body,
    Map<String, String> headers,
    Optional<Path> file,
    Optional<Stream> stream) {
  private static final byte[] NOTHING = {};

  public Reply {
    headers = Map.copyOf(headers);
  }

  /// An answer that goes on.
  @FunctionalInterface
  public interface Stream {
    /// Returns when there is no more to say.
    ///
    /// @throws IOException if nobody listens any more
    void to(Sink out) throws IOException;
  }

  /// Where its pieces go: each is on its way when this returns.
  @FunctionalInterface
  public interface Sink {
    void write(byte[] piece) throws IOException;
  }

  /// An answer of one piece.
  private Reply(
      int status,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      Optional<Path> file) {
    this(status, contentType, body, headers, file, Optional.empty());
  }

  /// An answer that is made while it is sent.
  public static Reply stream(String contentType, Stream stream) {
    return new Reply(200, contentType, NOTHING, Map.of(), Optional.empty(), Optional.of(stream));
  }

  public static Reply json(int status, Object value) {
    return new Reply(status, "application/json", Documents.json(value), Map.of(), Optional.empty());
  }

  public static Reply text(int status, String contentType, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Reply(status, contentType, body, Map.of(), Optional.empty());
  }

  public static Reply noContent() {
    return new Reply(204, "", NOTHING, Map.of(), Optional.empty());
  }

  /// Made, with nothing to show.
  public static Reply created() {
    return new Reply(201, "", NOTHING, Map.of(), Optional.empty());
  }

  /// Done, as far as who asks is concerned.
  public static Reply accepted() {
    return new Reply(202, "", NOTHING, Map.of(), Optional.empty());
  }

  /// A file that was made for this answer.
  public static Reply file(Path file) {
    return new Reply(200, "application/octet-stream", NOTHING, Map.of(), Optional.of(file));
  }

  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, body, more, file, stream);
  }
}
