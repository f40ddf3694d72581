package io.sekisho.sentry;

import java.time.Duration;
import java.time.Instant;

/// How long to wait before rules are put back, when somebody takes them away again and again: not
/// at all at first, then from a second on twice as long each time, up to ten; after a minute
/// without, it begins anew.
final class Backoff {
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofSeconds(10);
  private static final int FREE = 3;

  private Instant last = Instant.MIN;
  private int times;

  /// From now until they are to be put back.
  Duration before(Instant now) {
    if (last.isBefore(now.minus(QUIET))) {
      times = 0;
    }
    if (times < FREE) {
      return Duration.ZERO;
    }
    Duration wait = Duration.ofSeconds(1L << Math.min(times - FREE, 10));
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }

  /// They were put back.
  void count(Instant now) {
    last = now;
    times++;
  }
}
