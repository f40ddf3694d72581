package io.sekisho.wire;

import java.time.Instant;
import java.util.List;

/// What was written after a revision: `GET /sekisho/v1/changes`.
///
/// @param revision from which to ask on: nothing up to it is left out
public record Changes(long revision, List<Change> changes) {
  public Changes {
    changes = List.copyOf(changes);
  }

  /// @param kind such as `instance`
  /// @param account the account's id
  /// @param action `put` or `deleted`
  public record Change(
      long revision,
      Instant at,
      String kind,
      String id,
      String name,
      String account,
      String action) {}
}
