package io.sekisho.store;

import java.time.Duration;

/// Wakes those who wait for a revision.
final class Bell {
  private long known;

  /// There is a revision; earlier ones that come late change nothing.
  synchronized void ring(long revision) {
    if (revision > known) {
      known = revision;
      notifyAll();
    }
  }

  /// Waits until there is a revision after the given one, or for so long.
  synchronized void await(long after, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    long left = most.toMillis();
    while (known <= after && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
