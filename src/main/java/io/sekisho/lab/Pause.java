package io.sekisho.lab;

import io.sekisho.cli.Failure;
import java.time.Duration;

/// Waiting for others.
final class Pause {
  private Pause() {}

  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted; `sekisho lab down` removes what is left.", e);
    }
  }
}
