package io.sekisho.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sekisho.telemetry.Metrics;
import io.sekisho.telemetry.Rate;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Who has taken how much. Guests with one share count together, whatever their connections.
final class Shares {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOTICE_PAUSE = 60 * SECOND;

  /// Two connections under TLS with a request each.
  private static final int MODEST = 256 << 10;

  /// What became of a connection.
  enum Fate {
    SERVED,
    UNKNOWN_CALLER,
    LIMITED,
    NOT_SERVED,
    TLS_FAILED
  }

  private final Limits.Share limits;
  private final int most;
  private final Metrics metrics;
  private final long pool;
  private final AtomicLong held = new AtomicLong();
  private final Map<Object, Share> known = new HashMap<>();
  private int connections;

  Shares(Limits limits, Metrics metrics) {
    this.limits = limits.share();
    this.most = Math.min(limits.connections(), affordable());
    this.pool = limits.held();
    this.metrics = metrics;
    metrics.heldBytes(held::get);
  }

  /// A place for one more connection; empty if the share has as many as it may, or all together
  /// have, or there is no room for what the connection holds from the beginning.
  ///
  /// @param bytes held for as long as the connection lasts
  /// @param full told which share could have no more
  Optional<Stay> enter(Object key, int bytes, Consumer<Share> full) {
    Share share;
    boolean enters;
    synchronized (this) {
      share = known.computeIfAbsent(key, _ -> new Share(key, limits, System.nanoTime()));
      enters = share.connections < limits.connections() && connections < most;
      share.connections += enters ? 1 : 0;
      connections += enters ? 1 : 0;
    }
    if (!enters) {
      full.accept(share);
      turnedAway(Fate.LIMITED);
      return Optional.empty();
    }
    metrics.openConnections(1);
    Stay stay = new Stay(share, bytes);
    if (!stay.holds(0)) {
      full.accept(share);
      stay.end(Fate.LIMITED);
      return Optional.empty();
    }
    return Optional.of(stay);
  }

  /// Changes how many bytes a share holds, if it may hold more. Two event loops at once may take a
  /// little too much.
  ///
  /// Every share may have its first [#MODEST] bytes while there is room at all. Beyond, a share may
  /// hold as much as is still free of three quarters: so one greedy guest gets half of them, nine
  /// get a tenth each, nobody has to be told apart (dynamic thresholds, as in the buffers of
  /// switches: Choudhury and Hahne 1998), and the last quarter is for the modest.
  private boolean change(Share share, int more) {
    long now = held.get() + more;
    long own = share.held.get() + more;
    if (more > 0 && (own > MODEST ? own > pool - pool / 4 - now : now > pool)) {
      return false;
    }
    share.held.addAndGet(more);
    held.addAndGet(more);
    return true;
  }

  void turnedAway(Fate fate) {
    metrics.connection(fate.name().toLowerCase(Locale.ROOT)).inc();
  }

  /// Drops what says nothing any more: a share without connections whose rate is fully restored.
  /// Dropping it sooner would let a guest reset its rate by reconnecting.
  synchronized void forget(long now) {
    known.values().removeIf(share -> share.isForgettable(now));
  }

  /// Three quarters of the files that the process may open: the rest of it needs some too.
  private static int affordable() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int) Math.min(unix.getMaxFileDescriptorCount() / 4 * 3, Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }

  /// One connection's place in its share, and the bytes that it holds between two events: of
  /// requests that are not whole yet or wait for their turn, and of answers that nobody reads. Used
  /// by the connection's event loop alone.
  final class Stay {
    private final Share share;
    private final int always;
    private int bytes;
    private boolean ended;

    private Stay(Share share, int always) {
      this.share = share;
      this.always = always;
    }

    Share share() {
      return share;
    }

    /// From now on holds this many bytes, besides those that it always does; false if it may not.
    /// Once it has ended it holds nothing, whatever is said late.
    boolean holds(int more) {
      int now = always + more;
      if (ended || now == bytes) {
        return true;
      }
      boolean may = change(share, now - bytes);
      bytes = may ? now : bytes;
      return may;
    }

    /// Gives everything back, once.
    void end(Fate fate) {
      if (ended) {
        return;
      }
      ended = true;
      var _ = change(share, -bytes);
      synchronized (Shares.this) {
        share.connections--;
        connections--;
      }
      metrics.openConnections(-1);
      turnedAway(fate);
    }
  }

  /// What one guest has taken.
  static final class Share {
    /// Work waiting for a worker; guarded by [Workers].
    final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    /// Pieces of work waiting or under way.
    final AtomicInteger later = new AtomicInteger();

    private final AtomicLong held = new AtomicLong();

    private final Object key;
    private final Rate requests;
    private final Rate work;
    private final AtomicLong quietUntil;
    private int connections;

    Share(Object key, Limits.Share limits, long now) {
      this.key = key;
      this.requests = new Rate(limits.requestsPerSecond(), limits.burst(), now);
      this.work = new Rate(limits.laterPerSecond(), limits.later(), now);
      this.quietUntil = new AtomicLong(now);
    }

    Object key() {
      return key;
    }

    /// Takes one request out of the share.
    ///
    /// @return 0 if it may go ahead, else the seconds after which one may
    long spend(long now) {
      return requests.spend(now);
    }

    /// Takes one piece of work out of the share, in the same way.
    long spendWork(long now) {
      return work.spend(now);
    }

    /// Whether a notice about this share is due: at most one a minute.
    boolean deservesNotice(long now) {
      long quiet = quietUntil.get();
      return now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + NOTICE_PAUSE);
    }

    private boolean isForgettable(long now) {
      boolean unused = connections == 0 && later.get() == 0 && held.get() == 0;
      return unused
          && requests.isRestored(now)
          && work.isRestored(now)
          && quietUntil.get() - now <= 0;
    }
  }
}
