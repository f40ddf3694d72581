package io.sekisho.control;

import io.sekisho.audit.Activity;
import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Feed;
import io.sekisho.control.Store.Latest;
import io.sekisho.control.Store.Reached;
import io.sekisho.control.Store.Sheaf;
import io.sekisho.control.Turn.Aftermath;
import io.sekisho.control.Turn.Insistence;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// Writes changes down, one at a time, in this order: made durable, published to readers, put into
/// force by the listeners. Changes that another controller made on the same store are taken over in
/// the same way.
public final class Ledger {
  private static final int AT_ONCE = 1_000;

  private final Store store;
  private final InstantSource clock;
  private final Journal journal;
  private final ReentrantLock writer = new ReentrantLock();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final List<Aftermath> aftermaths = new CopyOnWriteArrayList<>();
  private final List<Consumer<Turn>> finals = new CopyOnWriteArrayList<>();
  private final List<Insistence> insistences = new CopyOnWriteArrayList<>();
  private volatile Consumer<Activity> refusals;
  private final List<Consumer<Latest>> lookouts = new CopyOnWriteArrayList<>();
  private volatile Edition edition;

  public Ledger(Store store, InstantSource clock, Journal journal) {
    this.store = store;
    this.clock = clock;
    this.journal = journal;
    this.edition = Edition.of(store.load());
    this.refusals = refused -> store.audit(List.of(AuditRecords.of(refused)));
  }

  /// What is declared, as of now.
  public Edition edition() {
    return edition;
  }

  /// What one account has, as of now.
  public Documents in(AccountId account) {
    return store.in(account);
  }

  /// What was written after a revision, whoever did it, oldest first and whole revisions only.
  ///
  /// @param account in which one alone; empty for all
  /// @throws StoreGap if that is not known any more
  public Feed changes(Optional<AccountId> account, long after) {
    return store.changes(account, after, AT_ONCE);
  }

  /// Waits until something is written after a revision, or for so long.
  public void await(long after, Duration most) throws InterruptedException {
    store.await(after, most);
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
  public void subscribe(SnapshotListener listener) {
    writer.lock();
    try {
      Follower follower = new Follower(listener);
      listener.published(Snapshot.EMPTY, edition.snapshot());
      follower.inForce = edition.snapshot();
      followers.add(follower);
    } finally {
      writer.unlock();
    }
  }

  /// Shows a watcher every entry of every write, before the call that made it returns.
  ///
  /// @param anew is called where it is not known what was written: anything may be other than it
  ///   was
  public void watch(Consumer<List<Entry>> watcher, Runnable anew) {
    watchers.add(new Watcher(watcher, anew));
  }

  private record Watcher(Consumer<List<Entry>> entries, Runnable anew) {}

  /// Shows a lookout what is found whenever it is looked for what others wrote.
  void heed(Consumer<Latest> lookout) {
    lookouts.add(lookout);
  }

  /// Up to where a node's records are in the trail, whichever controller took them.
  public Reached reached(String node) {
    return store.reached(node);
  }

  /// Puts what nodes sent on record, all of a sheaf or nothing.
  ///
  /// @return nodes whose place is another one than was thought
  public Set<String> keep(Collection<Sheaf> sheaves) {
    return store.keep(sheaves);
  }

  Store store() {
    return store;
  }

  /// What tells the time of every write.
  public InstantSource clock() {
    return clock;
  }

  Journal journal() {
    return journal;
  }

  /// Makes one write that somebody asked for, and returns when it is durable and in force. What it
  /// did is on record with it; if it is refused, that is.
  public <T> Outcome<T> write(Attempt attempt, Function<Turn, Outcome<T>> work) {
    Outcome<T> outcome = write(attempt.by(), work);
    if (outcome instanceof Outcome.Refused<T>(Problem problem)) {
      refused(attempt, problem);
    }
    return outcome;
  }

  /// The same for who has more than this to do, and puts refusals on record itself.
  public <T> Outcome<T> write(Initiator by, Function<Turn, Outcome<T>> work) {
    return write(
        turn -> {
          Outcome<T> done = work.apply(turn);
          if (done instanceof Outcome.Granted<T>) {
            finals.forEach(last -> last.accept(turn));
            turn.record(by, clock.instant());
          }
          return done;
        });
  }

  /// Puts on record that an attempt came to nothing.
  public void refused(Attempt attempt, Problem problem) {
    refusals.accept(AuditRecords.refused(attempt, problem, clock.instant()));
  }

  /// Lets somebody else put refusals on record, who keeps a caller from making too many.
  public void whenRefused(Consumer<Activity> recorder) {
    refusals = recorder;
  }

  /// Refuses every write that puts what may not be, whoever makes it.
  public void insist(Insistence insistence) {
    insistences.add(insistence);
  }

  /// Lets more go with every document that is deleted from now on.
  public void whenDeleted(Aftermath aftermath) {
    aftermaths.add(aftermath);
  }

  /// Lets more be done at the end of every write from now on, as part of it.
  public void whenDone(Consumer<Turn> last) {
    finals.add(last);
  }

  /// Makes one write, and returns when it is durable and in force.
  public <T> Outcome<T> write(Function<Turn, Outcome<T>> work) {
    writer.lock();
    try {
      return written(work);
    } catch (StoreGap _) {
      begin();
      return written(work);
    } finally {
      writer.unlock();
    }
  }

  /// Reads everything again: what was written meanwhile can't be told one by one any more.
  private void begin() {
    edition = Edition.of(store.load());
    watchers.forEach(watcher -> watcher.anew.run());
    publish();
  }

  private <T> Outcome<T> written(Function<Turn, Outcome<T>> work) {
    List<Entry> entries = new ArrayList<>();
    Edition[] next = {edition};
    Outcome<T> outcome =
        store.write(
            transaction -> {
              Edition now = taken(transaction.changesSince(edition.revision()), entries);
              Turn turn = new Turn(transaction, now, aftermaths, insistences);
              Outcome<T> done =
                  work.apply(turn)
                      .then(
                          value ->
                              turn.objection()
                                  .<Outcome<T>>map(Outcome::refuse)
                                  .orElseGet(() -> Outcome.of(value)));
              next[0] = now;
              if (done instanceof Outcome.Granted<T>) {
                next[0] = turn.after();
                entries.addAll(turn.entries());
              }
              return done;
            });
    Optional<Problem> notInForce = settle(next[0], entries);
    return notInForce.isPresent() && outcome instanceof Outcome.Granted<T>
        ? Outcome.refuse(notInForce.get())
        : outcome;
  }

  /// Takes over what other controllers wrote meanwhile. Costs one small question when that is
  /// nothing, and none where there are no others.
  public void catchUp() {
    Latest latest = store.latest();
    lookouts.forEach(lookout -> lookout.accept(latest));
    if (latest.revision() == edition.revision()) {
      return;
    }
    writer.lock();
    try {
      List<Changed> changes = store.changes(edition.revision(), AT_ONCE);
      while (!changes.isEmpty()) {
        List<Entry> entries = new ArrayList<>();
        settle(taken(changes, entries), entries);
        changes = store.changes(edition.revision(), AT_ONCE);
      }
    } catch (StoreGap _) {
      begin();
    } finally {
      writer.unlock();
    }
  }

  /// The same, once something was written or some time passed.
  public void follow(Duration most) throws InterruptedException {
    store.await(edition.revision(), most);
    catchUp();
  }

  private Edition taken(List<Changed> changes, List<Entry> entries) {
    if (changes.isEmpty()) {
      return edition;
    }
    changes.forEach(change -> entries.add(change.entry()));
    return edition.after(changes.getLast().revision(), entries);
  }

  /// The edition becomes the current one; why not everywhere, if so.
  private Optional<Problem> settle(Edition next, List<Entry> entries) {
    edition = next;
    if (!entries.isEmpty()) {
      watchers.forEach(watcher -> watcher.entries.accept(entries));
    }
    return publish();
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
}
