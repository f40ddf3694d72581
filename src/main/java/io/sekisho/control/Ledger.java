package io.sekisho.control;

import io.sekisho.control.Change.Action;
import io.sekisho.control.Store.Saved;
import io.sekisho.control.Store.Write;
import io.sekisho.plan.Planner.Base;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes changes down, one at a time, in this order: made durable, published to readers, put into
/// force by the listeners. Callers hold the writer's lock.
final class Ledger {
  private final Store store;
  private final InstantSource clock;
  private final Journal journal;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile Edition edition;

  Ledger(Store store, InstantSource clock, Journal journal) {
    this.store = store;
    this.clock = clock;
    this.journal = journal;
    Saved saved = store.load();
    this.edition =
        Edition.of(Snapshot.EMPTY.next(saved.revision(), saved.contents()), saved.counters());
  }

  Edition edition() {
    return edition;
  }

  /// A listener and the last snapshot it took over.
  private static final class Follower {
    final SnapshotListener listener;
    Snapshot inForce = Snapshot.EMPTY;

    Follower(SnapshotListener listener) {
      this.listener = listener;
    }
  }

  /// Lets a listener take over the current snapshot, and every later one.
  ///
  /// @throws RuntimeException what the listener throws; it is not subscribed then
  void subscribe(SnapshotListener listener) {
    Follower follower = new Follower(listener);
    listener.published(Snapshot.EMPTY, edition.snapshot());
    follower.inForce = edition.snapshot();
    followers.add(follower);
  }

  /// Writes what comes next, and returns when it is in force.
  ///
  /// @param action the audit row's name for it
  /// @return why it is saved, but not in force
  Optional<Problem> write(String action, Initiator by, Base next, List<Change> changes) {
    List<Change> effective =
        changes.stream().filter(change -> change.action() != Action.UNCHANGED).toList();
    if (!effective.isEmpty()) {
      commit(action, by, next, effective);
    }
    return publish();
  }

  private void commit(String action, Initiator by, Base next, List<Change> changes) {
    Edition before = edition;
    long revision = before.snapshot().revision() + 1;
    Instant now = clock.instant();
    Edition after = Edition.of(before.snapshot().next(revision, next.contents()), next.counters());
    store.commit(
        new Write(
            revision,
            now,
            action,
            by,
            next.counters(),
            changes.stream().map(Change::entry).toList()));
    edition = after;
    changes.forEach(change -> journal.write(activity(change, now, by)));
  }

  /// Calls every listener that is behind, also because it failed before.
  private Optional<Problem> publish() {
    Snapshot now = edition.snapshot();
    List<String> failures = new ArrayList<>();
    for (Follower follower : followers) {
      if (follower.inForce == now) {
        continue;
      }
      try {
        follower.listener.published(follower.inForce, now);
        follower.inForce = now;
      } catch (RuntimeException e) {
        failures.add(String.valueOf(e.getMessage()));
        journal.write(notInForce(now.revision(), e));
      }
    }
    return failures.isEmpty() ? Optional.empty() : Optional.of(saved(now.revision(), failures));
  }

  private Event notInForce(long revision, RuntimeException e) {
    return new Event.Notice(
        clock.instant(),
        Event.Kind.CHANGE_NOT_IN_FORCE,
        Map.of("revision", Long.toString(revision), "error", e.toString()));
  }

  private static Problem saved(long revision, List<String> failures) {
    return Problem.of(
            Code.SERVICE_UNAVAILABLE,
            ("Saved as revision %d, but not in force on this host; send the request again to retry."
                    + " The event log says more.")
                .formatted(revision))
        .detail(String.join("; ", failures));
  }

  private static Event activity(Change change, Instant at, Initiator by) {
    Item item = change.item();
    return new Event.Activity(
        at,
        by.trace(),
        change.event(),
        true,
        change.action() == Action.CREATED ? 201 : 200,
        "",
        item.account().value(),
        by.operator(),
        item.id(),
        change.detail());
  }
}
