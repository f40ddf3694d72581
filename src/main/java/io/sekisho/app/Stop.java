package io.sekisho.app;

import java.util.concurrent.CountDownLatch;

/// Waits for the signal to stop (SIGINT, SIGTERM), and holds the process until what was open is
/// closed.
final class Stop {
  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static final CountDownLatch DONE = new CountDownLatch(1);

  private Stop() {}

  static void await() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Stop::hold));
    try {
      ASKED.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the process end.
  static void done() {
    DONE.countDown();
  }

  private static void hold() {
    ASKED.countDown();
    try {
      DONE.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
