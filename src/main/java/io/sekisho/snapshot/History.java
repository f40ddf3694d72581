package io.sekisho.snapshot;

import io.sekisho.snapshot.Snapshot.Changes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.pcollections.TreePMap;

/// What the last steps that led to a snapshot changed.
///
/// @param line the same for all snapshots of which one followed from another
/// @param from the revision after which every step is known
/// @param steps what each changed, by its revision
record History(Line line, long from, TreePMap<Long, Changes> steps) {
  private static final int KEPT = 1_000;

  /// Is no other than itself.
  static final class Line {}

  static History beginning(long revision) {
    return new History(new Line(), revision, TreePMap.empty());
  }

  History and(long revision, Changes step) {
    TreePMap<Long, Changes> more = steps.plus(revision, step);
    return more.size() <= KEPT
        ? new History(line, from, more)
        : new History(line, more.firstKey(), more.minusFirstEntry());
  }

  /// All that changed after a revision; nothing if that is not known.
  Optional<Changes> since(long revision, History before) {
    if (line != before.line || revision < from) {
      return Optional.empty();
    }
    Set<String> computes = new HashSet<>();
    Set<String> profiles = new HashSet<>();
    Set<String> documents = new HashSet<>();
    for (Changes step : steps.tailMap(revision, false).values()) {
      computes.addAll(step.computes());
      profiles.addAll(step.profiles());
      documents.addAll(step.documents());
    }
    return Optional.of(new Changes(computes, profiles, documents));
  }
}
