package io.sekisho.api;

import io.sekisho.problem.Outcome;
import java.util.List;
import java.util.function.Function;

/// One request as it came in, its body not yet read.
///
/// @param path as sent, percent-encoded
/// @param query as sent, without the question mark
/// @param headers the values of a header, none if it is missing
/// @param body reads the body; asked at most once, and only for callers with a key
/// @param trace what the caller quotes when something went wrong
record Arrived(
    String method,
    String path,
    String query,
    Function<String, List<String>> headers,
    Body body,
    String trace) {

  /// Reads a body to its end, or refuses it.
  @FunctionalInterface
  interface Body {
    Outcome<byte[]> read();
  }

  List<String> header(String name) {
    return headers.apply(name);
  }
}
