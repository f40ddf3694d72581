package io.sekisho.web;

import io.sekisho.control.Initiator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One request as an operation sees it: admitted, matched, permitted, its body read.
///
/// @param captures what the route's path left open, decoded
/// @param headers the values of a header, none if it is missing
/// @param by who asks; of routes that are open, nobody in particular
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Call(
    List<String> captures,
    Map<String, String> query,
    Function<String, List<String>> headers,
    byte[] body,
    Initiator by) {

  /// The id, name or `account/name` of the resource that the path is about.
  public String resource() {
    return captures.getFirst();
  }

  /// The second open place of the path.
  public String second() {
    return captures.get(1);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /// The value of a header that is there once.
  public Optional<String> header(String name) {
    List<String> sent = headers.apply(name);
    return sent.size() == 1 ? Optional.of(sent.getFirst()) : Optional.empty();
  }
}
