package io.sekisho.telemetry;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A journal whose lines no single caller can push out of the files: each may fill so many a second
/// with accesses and refusals, and what goes beyond is counted and told in one line.
///
/// Credentials that were given out, changes and notices are always written.
public final class FairJournal implements Journal {
  private static final long SECOND = 1_000_000_000L;
  private static final int BURST_SECONDS = 100;

  private final Journal journal;
  private final int perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

  /// @param perSecond lines that a caller may fill for as long as it likes, and a hundred times as
  ///   many at once; 0 for no limit
  public FairJournal(Journal journal, int perSecond) {
    this(journal, perSecond, System::nanoTime);
  }

  FairJournal(Journal journal, int perSecond, LongSupplier nanoTime) {
    this.journal = journal;
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  @Override
  public void write(Event event) {
    switch (event) {
      case Event.Access access -> write(access.caller(), event);
      case Event.Activity activity when !activity.success() -> write(activity.initiator(), event);
      case Event.Activity _, Event.Notice _ -> journal.write(event);
    }
  }

  /// Tells what was left out of callers that have gone quiet. To be called now and then.
  public void settle(Instant at) {
    long now = nanoTime.getAsLong();
    allowances.forEach((caller, allowance) -> tell(caller, allowance, at));
    allowances.values().removeIf(allowance -> allowance.isForgettable(now));
  }

  private void write(String caller, Event event) {
    if (perSecond == 0) {
      journal.write(event);
      return;
    }
    long now = nanoTime.getAsLong();
    Allowance allowance =
        allowances.computeIfAbsent(caller, _ -> new Allowance(perSecond, BURST_SECONDS, now));
    boolean written = allowance.lines.spend(now) == 0;
    if (written) {
      journal.write(event);
    } else {
      allowance.leftOut.incrementAndGet();
    }
    if (allowance.isDue(now)) {
      tell(caller, allowance, event.at());
    }
  }

  private void tell(String caller, Allowance allowance, Instant at) {
    long count = allowance.leftOut.getAndSet(0);
    if (count > 0) {
      journal.write(
          new Event.Notice(
              at,
              Event.Kind.LINES_LEFT_OUT,
              Map.of("caller", caller, "count", Long.toString(count))));
    }
  }

  private static final class Allowance {
    private final Rate lines;
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong due;

    Allowance(int perSecond, int seconds, long now) {
      this.lines = new Rate(perSecond, perSecond * seconds, now);
      this.due = new AtomicLong(now + SECOND);
    }

    /// Once a second while anything was left out.
    boolean isDue(long now) {
      long at = due.get();
      return leftOut.get() > 0 && now - at >= 0 && due.compareAndSet(at, now + SECOND);
    }

    boolean isForgettable(long now) {
      return leftOut.get() == 0 && lines.isRestored(now);
    }
  }
}
