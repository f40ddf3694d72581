package io.sekisho.witness;

import io.sekisho.control.Store.Audit;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Writes records that come with no change: tokens that were given out, requests that were refused.
///
/// All that come while one transaction is under way share the next, in the order in which they
/// came, so that their number has no part in how long the disk takes. When the store can't keep up
/// nothing piles up without end: from a bound on, and for as long as anything has waited too long,
/// records are refused, and with them what they would have told of.
public final class Recorder implements AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final Consumer<List<Audit>> store;
  private final Limits limits;
  private final Journal journal;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Item> waiting = new ArrayDeque<>();
  private final Thread writer;
  private List<Item> underWay = List.of();
  private boolean closing;
  private boolean failing;

  /// @param batch how many records one transaction may have
  /// @param backlog how many may wait
  /// @param patience how long the oldest may wait
  public record Limits(int batch, int backlog, Duration patience) {
    public static final Limits DEFAULT = new Limits(512, 20_000, Duration.ofSeconds(2));
  }

  private Recorder(
      Consumer<List<Audit>> store, Limits limits, Journal journal, InstantSource clock) {
    this.store = store;
    this.limits = limits;
    this.journal = journal;
    this.clock = clock;
    this.writer = Thread.ofPlatform().daemon().name("audit").unstarted(this::work);
  }

  /// @param store makes records durable, all of them or none, and throws if it can't
  public static Recorder start(
      Consumer<List<Audit>> store, Limits limits, Journal journal, InstantSource clock) {
    Recorder recorder = new Recorder(store, limits, journal, clock);
    recorder.writer.start();
    return recorder;
  }

  /// One record, from when it was handed in until it is durable.
  private static final class Item {
    final Audit record;
    final long since = System.nanoTime();

    /// Whether somebody waits, and is told if it fails; else it is tried again until it is there.
    final Optional<CountDownLatch> settled;

    volatile boolean durable;

    Item(Audit record, boolean awaited) {
      this.record = record;
      this.settled = awaited ? Optional.of(new CountDownLatch(1)) : Optional.empty();
    }

    void settle(boolean written) {
      durable = written;
      settled.ifPresent(CountDownLatch::countDown);
    }
  }

  /// Returns when the record is durable.
  ///
  /// @return why it is not, or not known to be; what it tells of must not happen then
  public Optional<Problem> record(Audit record) {
    Item item = new Item(record, true);
    if (!enqueue(item)) {
      return Optional.of(unavailable());
    }
    try {
      boolean done =
          item.settled
              .orElseThrow()
              .await(limits.patience().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
      if (!done) {
        withdraw(item);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      withdraw(item);
    }
    return item.durable ? Optional.empty() : Optional.of(unavailable());
  }

  /// Takes the record along; it is durable a moment later, and is tried until it is.
  ///
  /// @return whether it was taken
  public boolean take(Audit record) {
    return enqueue(new Item(record, false));
  }

  /// Whether records are refused: nothing that needs one should be begun.
  public boolean isBehind() {
    lock.lock();
    try {
      return closing || behind();
    } finally {
      lock.unlock();
    }
  }

  /// Writes what waits, for as long as patience lasts, and takes no more.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(limits.patience().multipliedBy(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      int lost = waiting.size() + underWay.size();
      if (lost > 0) {
        leave(lost);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Says that so many records are left out for good.
  void leave(long records) {
    notice(Map.of("error", "stopped", "records", Long.toString(records)));
  }

  private boolean enqueue(Item item) {
    lock.lock();
    try {
      if (closing || behind()) {
        return false;
      }
      waiting.addLast(item);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean behind() {
    Optional<Item> oldest =
        underWay.isEmpty()
            ? Optional.ofNullable(waiting.peekFirst())
            : Optional.of(underWay.getFirst());
    return waiting.size() >= limits.backlog()
        || oldest
            .filter(item -> System.nanoTime() - item.since > limits.patience().toNanos())
            .isPresent();
  }

  private void withdraw(Item item) {
    lock.lock();
    try {
      waiting.remove(item);
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (List<Item> batch = next(); !batch.isEmpty(); batch = next()) {
      boolean written = write(batch);
      settle(batch, written);
      if (!written && !pause()) {
        return;
      }
    }
  }

  /// What to write next; empty at the end.
  private List<Item> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        changed.awaitUninterruptibly();
      }
      List<Item> batch = new ArrayList<>();
      while (!waiting.isEmpty() && batch.size() < limits.batch()) {
        batch.add(waiting.removeFirst());
      }
      underWay = batch;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private boolean write(List<Item> batch) {
    try {
      store.accept(batch.stream().map(item -> item.record).toList());
      failing = false;
      return true;
    } catch (RuntimeException e) {
      if (!failing) {
        notice(Map.of("error", e.toString()));
      }
      failing = true;
      return false;
    }
  }

  /// Those who wait are told; what nobody waits for goes back to where it came from.
  private void settle(List<Item> batch, boolean written) {
    lock.lock();
    try {
      underWay = List.of();
      if (!written) {
        batch.reversed().stream().filter(item -> item.settled.isEmpty()).forEach(waiting::addFirst);
      }
    } finally {
      lock.unlock();
    }
    batch.forEach(item -> item.settle(written));
  }

  private boolean pause() {
    lock.lock();
    try {
      long left = RETRY.toNanos();
      while (left > 0 && !closing) {
        left = changed.awaitNanos(left);
      }
      return !closing;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void notice(Map<String, String> fields) {
    journal.write(new Event.Notice(clock.instant(), Event.Kind.AUDIT_TRAIL_BEHIND, fields));
  }

  static Problem unavailable() {
    return Problem.of(
        Code.SERVICE_UNAVAILABLE,
        "This can't be put on record at the moment, so it was not done: try again in a while.");
  }
}
