package io.sekisho.kernel;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A thread that does its round again and again until it is told to stop; a round that fails does
/// not end it.
final class Patrol implements AutoCloseable {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Duration every;
  private final Runnable round;
  private final Consumer<RuntimeException> failed;
  private final Thread thread;

  private Patrol(String name, Duration every, Runnable round, Consumer<RuntimeException> failed) {
    this.every = every;
    this.round = round;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::walk);
  }

  static Patrol start(
      String name, Duration every, Runnable round, Consumer<RuntimeException> failed) {
    Patrol patrol = new Patrol(name, every, round, failed);
    patrol.thread.start();
    return patrol;
  }

  private void walk() {
    try {
      while (!stopped.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        walkOnce();
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private void walkOnce() {
    try {
      round.run();
    } catch (RuntimeException e) {
      failed.accept(e);
    } catch (Error e) {
      // Out of memory for a moment must not end the patrol for good.
      failed.accept(new IllegalStateException(e));
    }
  }

  /// Returns when the round that is under way, if any, has ended: interrupting it could leave a
  /// change half known.
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
