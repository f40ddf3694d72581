package io.sekisho.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/// How often something may happen: a token bucket kept as one number. Each time pays for an
/// interval, and may do so ahead of time as far as the burst allows (GCRA, ITU-T I.371).
public final class Rate {
  private static final long SECOND = 1_000_000_000L;

  private final long interval;
  private final long tolerance;
  private final AtomicLong paidUntil;

  /// @param perSecond how often for as long as one likes; 0 for no limit
  /// @param burst how often at once after a pause; ignored without a limit
  /// @param now in nanoseconds, as [System#nanoTime]
  public Rate(int perSecond, int burst, long now) {
    this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
    this.tolerance = interval * Math.max(0, burst - 1);
    this.paidUntil = new AtomicLong(now);
  }

  /// @return 0 if it may happen now, else the seconds after which it may
  public long spend(long now) {
    while (interval > 0) {
      long paid = paidUntil.get();
      long ahead = Math.max(paid - now, 0);
      if (ahead > tolerance) {
        return Math.ceilDiv(ahead - tolerance, SECOND);
      }
      if (paidUntil.compareAndSet(paid, now + ahead + interval)) {
        return 0;
      }
    }
    return 0;
  }

  /// Whether nothing is owed: as good as new.
  public boolean isRestored(long now) {
    return paidUntil.get() - now <= 0;
  }
}
