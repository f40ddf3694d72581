package io.sekisho.web;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// By when something has to happen on each connection; one that is late is closed, and where many
/// are open, so is the oldest of those that have shown the least: whoever has no token can't keep
/// out those who have one, and whoever has one can't keep out operators.
///
/// Helidon 4.5.0 has no read timeout on its channels and none for the handshake, and its idle
/// timeout interrupts requests that are being served. Whoever could connect and keep silent would
/// hold a connection for good.
final class Deadlines implements AutoCloseable {
  private static final long SWEEP_MILLIS = 200;

  private final Map<SocketAddress, Line> lines = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sekisho-api-deadlines").factory());

  private final int crowd;

  /// @param crowd from how many connections on a new one costs the oldest without a key
  Deadlines(int crowd) {
    this.crowd = crowd;
    var _ =
        sweeper.scheduleWithFixedDelay(
            this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// A connection came in, and has this long to become a request.
  void accepted(SocketChannel channel, Duration within) {
    try {
      if (lines.size() >= crowd) {
        makeRoom();
      }
      Line line = new Line(channel);
      line.within(within);
      lines.put(channel.getRemoteAddress(), line);
    } catch (IOException _) {
      // It is gone already.
    }
  }

  /// The connection of a caller, if it is still there.
  Optional<Line> of(SocketAddress peer) {
    return Optional.ofNullable(lines.get(peer));
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }

  private void makeRoom() {
    sweep();
    lines.entrySet().stream()
        .filter(line -> line.getValue().trust != Trust.OPERATOR)
        .min(
            Comparator.<Map.Entry<SocketAddress, Line>, Trust>comparing(
                    line -> line.getValue().trust)
                .thenComparingLong(line -> line.getValue().since))
        .filter(_ -> lines.size() >= crowd)
        .ifPresent(
            oldest -> {
              lines.remove(oldest.getKey());
              oldest.getValue().close();
            });
  }

  private void sweep() {
    lines.values().removeIf(Line::over);
  }

  /// What the caller of a connection has shown: nothing that counts, a token of an account, or an
  /// operator's key.
  enum Trust {
    NONE,
    CALLER,
    OPERATOR
  }

  /// One connection's deadline.
  static final class Line {
    private final SocketChannel channel;
    private final long since = System.nanoTime();
    private volatile Trust trust = Trust.NONE;
    private volatile long due;
    private volatile boolean timed;

    private Line(SocketChannel channel) {
      this.channel = channel;
    }

    /// From now on, this much time.
    void within(Duration time) {
      due = System.nanoTime() + time.toNanos();
      timed = true;
    }

    /// As long as it takes: it is our turn.
    void free() {
      timed = false;
    }

    /// Its caller has shown this.
    void trust(Trust shown) {
      trust = shown;
    }

    private boolean over() {
      if (timed && System.nanoTime() - due > 0) {
        close();
      }
      return !channel.isOpen();
    }

    private void close() {
      try {
        channel.close();
      } catch (IOException _) {
        // Closed either way.
      }
    }
  }
}
