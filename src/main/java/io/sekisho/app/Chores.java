package io.sekisho.app;

import io.sekisho.control.Ledger;
import java.time.Duration;
import java.util.List;

/// Does what has to be done once a minute, until it is closed. One chore that fails does not keep
/// the others from being done.
final class Chores implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Thread thread;

  private Chores(List<Runnable> chores) {
    this(
        Thread.ofVirtual()
            .name("chores")
            .unstarted(
                () -> {
                  while (pause(PAUSE)) {
                    chores.forEach(Chores::attempt);
                  }
                }));
  }

  private Chores(Thread thread) {
    this.thread = thread;
  }

  /// Takes over what other controllers write, as it is written.
  static Chores follow(Ledger ledger) {
    Chores chores =
        new Chores(
            Thread.ofPlatform()
                .daemon()
                .name("follower")
                .unstarted(
                    () -> {
                      while (followed(ledger)) {}
                    }));
    chores.thread.start();
    return chores;
  }

  /// @return whether to go on
  private static boolean followed(Ledger ledger) {
    try {
      ledger.follow(LONGEST);
      return true;
    } catch (InterruptedException _) {
      return false;
    } catch (RuntimeException e) {
      System.getLogger(Chores.class.getName())
          .log(System.Logger.Level.WARNING, "can't follow the database; it is tried again", e);
      return pause(AGAIN);
    }
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

  private static boolean pause(Duration most) {
    try {
      Thread.sleep(most);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
