package io.sekisho.lab;

import java.time.Duration;

/// Waiting for others.
final class Pause {
  private Pause() {}

  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("Interrupted; `sekisho lab down` removes what is left.", e);
    }
  }
}
