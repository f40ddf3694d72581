package io.sekisho.app;

import java.time.Duration;

/// Does what has to be done once a minute, until it is closed.
final class Chores implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Thread thread;

  private Chores(Runnable chore) {
    this.thread =
        Thread.ofVirtual()
            .name("chores")
            .unstarted(
                () -> {
                  while (pause()) {
                    try {
                      chore.run();
                    } catch (RuntimeException e) {
                      System.getLogger(Chores.class.getName())
                          .log(System.Logger.Level.ERROR, "a chore failed; it is tried again", e);
                    }
                  }
                });
  }

  static Chores start(Runnable chore) {
    Chores chores = new Chores(chore);
    chores.thread.start();
    return chores;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
