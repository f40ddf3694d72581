package io.sekisho.station;

import io.sekisho.control.SnapshotListener;
import io.sekisho.fleet.Placement;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.snapshot.Snapshot.Changes;
import io.sekisho.vpc.Subject;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Leaves to this process the guests that are on no node: none is served twice. A change costs what
/// it changes, unless it is not known what that is.
public final class LocalGuests implements SnapshotListener {
  private final SnapshotListener listener;
  private Snapshot all = Snapshot.EMPTY;
  private Snapshot own = Snapshot.EMPTY;
  private Snapshot inForce = Snapshot.EMPTY;

  public LocalGuests(SnapshotListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void published(Snapshot before, Snapshot after) {
    Contents contents = after.contents();
    own =
        after
            .since(all)
            .map(it -> after.only(subject -> isHere(contents, subject), own, it, moved(it, after)))
            .orElseGet(() -> after.only(subject -> isHere(contents, subject)));
    all = after;
    listener.published(inForce, own);
    inForce = own;
  }

  private static boolean isHere(Contents contents, Subject subject) {
    return contents.find(Placement.class, Placement.id(subject.compute().id())).isEmpty();
  }

  /// Those that came to a node, or left one.
  private Set<String> moved(Changes changes, Snapshot after) {
    return changes.documents().stream()
        .flatMap(id -> Stream.of(all, after).flatMap(it -> placement(it, id)))
        .map(Placement::compute)
        .collect(Collectors.toSet());
  }

  private static Stream<Placement> placement(Snapshot in, String id) {
    return in.contents().find(Placement.class, id).stream();
  }
}
