package io.sekisho.wire;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
  /// @param differences of an update, up to 20; one more says how many are left out
  public record Change(
      String kind,
      String name,
      String account,
      String id,
      String action,
      List<Difference> differences) {
    public Change {
      differences = List.copyOf(differences);
    }

    /// All differences on one line.
    public String words() {
      return differences.stream().map(Difference::words).collect(Collectors.joining(", "));
    }
  }

  /// What an update made of one member. Of a list: what came and what went. What a guest alone may
  /// see has neither value.
  ///
  /// @param member as in the view, such as `metadata_service.enabled`
  public record Difference(String member, Optional<String> before, Optional<String> after) {
    /// Such as `metadata_service.enabled: true -> false`.
    public String words() {
      if (before.isPresent() && after.isPresent()) {
        return "%s: %s -> %s".formatted(member, before.get(), after.get());
      }
      return member
          + before.map(gone -> ": - " + gone).orElse("")
          + after.map(come -> ": + " + come).orElse("");
    }
  }
}
