package io.sekisho.app;

import java.util.concurrent.CountDownLatch;

/// Waits for the signal to stop (SIGINT, SIGTERM), and holds the process until what was open is
/// closed.
final class Stop {
  private static final CountDownLatch ASKED = new CountDownLatch(1);
  private static final CountDownLatch DONE = new CountDownLatch(1);

  private Stop() {}

  static void await() {
    then(Stop::ask);
    try {
      ASKED.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does what the signal does to whoever waits here.
  static void ask() {
    ASKED.countDown();
  }

  /// Has this done when the signal comes.
  static void then(Runnable asked) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      asked.run();
                      hold();
                    }));
  }

  /// Lets the process end.
  static void done() {
    DONE.countDown();
  }

  private static void hold() {
    try {
      DONE.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
