package io.sekisho.station;

import io.sekisho.control.SnapshotListener;
import io.sekisho.fleet.Claimed;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Placement;
import io.sekisho.plug.Guests;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.snapshot.Snapshot.Changes;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Subject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Leaves to this process the guests that are on no node: none is served twice. Who is on one is
/// not taken from it. A change costs what it changes, unless it is not known what that is.
public final class LocalGuests implements SnapshotListener, HostGuests.Fleet {
  private final SnapshotListener listener;
  private volatile Snapshot all = Snapshot.EMPTY;
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

  @Override
  public Outcome<Claimed> take(String guest, Optional<String> nic) {
    Snapshot now = all;
    Optional<Subject> meant = now.subjects().stream().filter(it -> isCalled(it, guest)).findFirst();
    if (meant.isEmpty()) {
      return Outcome.refuse(
          Problem.of(
              Code.NOT_FOUND,
              "There is no instance or bare metal server %s: `sekisho attachments` lists those of this host."
                  .formatted(guest)));
    }
    return placement(now.contents(), meant.get())
        .map(
            it ->
                Outcome.<Claimed>refuse(
                    Problem.of(
                        Code.CONFLICT,
                        "%s is on node %s: plug it in there, or take it off that node (sekisho node detach)."
                            .formatted(guest, node(now, it)))))
        .orElseGet(() -> Outcome.of(new Claimed(meant.get().compute().id(), false)));
  }

  @Override
  public Supplier<Outcome<Boolean>> releasing(String compute) {
    return () -> Outcome.of(false);
  }

  private static boolean isCalled(Subject subject, String guest) {
    Identity identity = subject.compute().identity();
    return Guests.means(guest, subject.account().name(), identity.name(), subject.compute().id());
  }

  private static String node(Snapshot all, Placement at) {
    Optional<Node> node = all.contents().find(Node.class, at.node());
    return node.map(it -> it.identity().name()).orElse(at.node());
  }

  private static boolean isHere(Contents contents, Subject subject) {
    return placement(contents, subject).isEmpty();
  }

  private static Optional<Placement> placement(Contents contents, Subject subject) {
    return contents.find(Placement.class, Placement.id(subject.compute().id()));
  }

  /// Those that came to a node, or left one.
  private Set<String> moved(Changes changes, Snapshot after) {
    return changes.documents().stream()
        .flatMap(
            id ->
                Stream.of(all, after)
                    .flatMap(it -> it.contents().find(Placement.class, id).stream()))
        .map(Placement::compute)
        .collect(Collectors.toSet());
  }
}
