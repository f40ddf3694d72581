package io.sekisho.app;

import java.time.Duration;
import java.util.List;

/// Does what has to be done once a minute, until it is closed. One chore that fails does not keep
/// the others from being done.
final class Chores implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Thread thread;

  private Chores(List<Runnable> chores) {
    this.thread =
        Thread.ofVirtual()
            .name("chores")
            .unstarted(
                () -> {
                  while (pause()) {
                    chores.forEach(Chores::attempt);
                  }
                });
  }

  static Chores start(List<Runnable> list) {
    Chores chores = new Chores(list);
    chores.thread.start();
    return chores;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static void attempt(Runnable chore) {
    try {
      chore.run();
    } catch (RuntimeException | Error e) {
      System.getLogger(Chores.class.getName())
          .log(System.Logger.Level.ERROR, "a chore failed; it is tried again", e);
    }
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
