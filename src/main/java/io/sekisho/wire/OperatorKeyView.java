package io.sekisho.wire;

import java.time.Instant;
import java.util.Optional;

/// An operator's key as shown.
///
/// @param vouched whether Sekisho put it into the database: any other opens nothing
/// @param key the key itself; only in the answer to whoever makes it
public record OperatorKeyView(
    String name, Instant createdAt, boolean vouched, Optional<String> key) {

  /// The body of `POST /sekisho/v1/operator_keys`.
  public record Wanted(String name) {}
}
