package io.sekisho.wire;

import java.util.List;

/// What applying an inventory did, or with `dry_run` would do.
///
/// @param revision the revision after it; that of before if nothing changed
/// @param changes everything the inventory names, and what was pruned, in its order
public record Applied(long revision, boolean dryRun, List<Change> changes) {
  public Applied {
    changes = List.copyOf(changes);
  }

  /// @param kind such as `instance`
  /// @param action `created`, `updated`, `deleted` or `unchanged`
  public record Change(String kind, String name, String account, String id, String action) {}
}
