package io.sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The connections of one event loop. Touched on that loop only, except where it says otherwise.
final class Loop<C> {
  private static final long TICK_MILLIS = 250;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ROOT);

  private final EventLoop loop;
  private final Set<Connection<C>> connections = new HashSet<>();
  private byte[] date = dateLine();

  Loop(EventLoop loop) {
    this.loop = loop;
  }

  /// Begins to watch the clock. May be called from any thread.
  void start() {
    var _ = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(Connection<C> connection) {
    connections.add(connection);
  }

  void remove(Connection<C> connection) {
    connections.remove(connection);
  }

  /// Has a task done on the loop. May be called from any thread; not done if the server is closed
  /// meanwhile, and its connections with it.
  void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      // Closed.
    }
  }

  /// The present second as a header line.
  byte[] date() {
    return date;
  }

  /// Resets the connections of these callers. May be called from any thread; done when the future
  /// is, and then also everything that the loop had begun before.
  Future<?> cut(Predicate<C> which) {
    return loop.submit(
        () ->
            List.copyOf(connections).stream()
                .filter(connection -> which.test(connection.caller()))
                .forEach(Connection::cut));
  }

  /// One sweep over all connections costs less than a timer for each.
  private void tick() {
    date = dateLine();
    long now = System.nanoTime();
    List.copyOf(connections).forEach(connection -> connection.expire(now));
  }

  private static byte[] dateLine() {
    return DATE.format(ZonedDateTime.now(ZoneOffset.UTC)).getBytes(ISO_8859_1);
  }
}
