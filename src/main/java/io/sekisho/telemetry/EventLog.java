package io.sekisho.telemetry;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/// A journal that encodes at once and writes in batches from a thread of its own, so that no guest
/// ever waits for a disk.
///
/// What does not fit while the target is slow is dropped and counted, and the count is written as
/// an event of its own as soon as there is room.
public final class EventLog implements Journal, AutoCloseable {
  /// Encoded bytes that may wait for the target.
  static final int MAX_WAITING = 8 << 20;

  private static final int FLUSH_MILLIS = 100;
  private static final int EAGER_FLUSH = 1 << 17;

  private final Target target;
  private final Metrics metrics;
  private final InstantSource clock;
  private final JsonLines lines = new JsonLines();
  private final Thread writer = Thread.ofPlatform().name("events").daemon().unstarted(this::run);
  private long lost;
  private boolean closed;

  private EventLog(Target target, Metrics metrics, InstantSource clock) {
    this.target = target;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// A log that writes to this target until it is closed.
  public static EventLog start(Target target, Metrics metrics, InstantSource clock) {
    EventLog log = new EventLog(target, metrics, clock);
    log.writer.start();
    return log;
  }

  @Override
  public synchronized void write(Event event) {
    if (event instanceof Event.Notice notice) {
      metrics.notice(notice.kind());
    }
    if (closed || lines.length() >= MAX_WAITING) {
      lost++;
      return;
    }
    lines.add(event);
    if (lines.length() >= EAGER_FLUSH) {
      notifyAll();
    }
  }

  /// Writes what waits and ends the thread.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      byte[] batch;
      synchronized (this) {
        more = await();
        batch = take();
      }
      if (batch.length > 0) {
        emit(batch);
      }
    }
  }

  /// Waits for a batch to fill or its time to pass; false once the log is closed.
  @SuppressWarnings("WaitNotInLoop") // a spurious wake-up makes one batch smaller, no more
  private synchronized boolean await() {
    try {
      if (!closed && lines.length() < EAGER_FLUSH) {
        wait(FLUSH_MILLIS);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    return !closed;
  }

  private synchronized byte[] take() {
    if (lost > 0) {
      metrics.notice(Event.Kind.EVENTS_LOST);
      lines.add(
          new Event.Notice(
              clock.instant(), Event.Kind.EVENTS_LOST, Map.of("count", Long.toString(lost))));
      lost = 0;
    }
    return lines.take();
  }

  private void emit(byte[] batch) {
    try {
      target.append(batch);
    } catch (IOException | RuntimeException | Error e) {
      synchronized (this) {
        // The number of lines is what an operator can compare with other counts.
        for (byte b : batch) {
          lost += b == '\n' ? 1 : 0;
        }
      }
    }
  }

  /// Where batches of lines go: a file, standard output, memory.
  @FunctionalInterface
  public interface Target {
    void append(byte[] lines) throws IOException;
  }
}
