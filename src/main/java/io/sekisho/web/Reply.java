package io.sekisho.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One answer, ready to be sent.
///
/// @param headers besides those that every answer has
/// @param file sent in place of the body, and deleted then
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(
    int status, String contentType, byte[] body, Map<String, String> headers, Optional<Path> file) {
  private static final byte[] NOTHING = {};

  public Reply {
    headers = Map.copyOf(headers);
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
    return new Reply(status, contentType, body, more, file);
  }
}
