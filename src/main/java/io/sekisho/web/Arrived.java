package io.sekisho.web;

import io.sekisho.problem.Outcome;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One request as it came in, its body not yet read.
///
/// @param path as sent, percent-encoded
/// @param query as sent, without the question mark
/// @param headers the values of a header, none if it is missing
/// @param body reads the body; asked at most once
/// @param peer the address it came from
/// @param certificate that the caller showed, where that is asked for
/// @param trace what the caller quotes when something went wrong
public record Arrived(
    String method,
    String path,
    String query,
    Function<String, List<String>> headers,
    Body body,
    String peer,
    Optional<X509Certificate> certificate,
    String trace) {

  /// Reads a body to its end, or refuses it.
  @FunctionalInterface
  public interface Body {
    /// @param most how many bytes it may have; the server's own limit is never exceeded
    Outcome<byte[]> read(int most);
  }

  public List<String> header(String name) {
    return headers.apply(name);
  }
}
