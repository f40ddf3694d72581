package io.sekisho.station;

import io.sekisho.control.SnapshotListener;
import io.sekisho.fleet.Placement;
import io.sekisho.snapshot.Snapshot;
import java.util.Set;
import java.util.stream.Collectors;

/// Leaves to this process the guests that are on no node: none is served twice.
public record LocalGuests(SnapshotListener listener) implements SnapshotListener {
  @Override
  public void published(Snapshot before, Snapshot after) {
    listener.published(own(before), own(after));
  }

  private static Snapshot own(Snapshot all) {
    Set<String> elsewhere =
        all.contents().all(Placement.class).stream()
            .map(Placement::compute)
            .collect(Collectors.toSet());
    return elsewhere.isEmpty()
        ? all
        : all.only(subject -> !elsewhere.contains(subject.compute().id()));
  }
}
