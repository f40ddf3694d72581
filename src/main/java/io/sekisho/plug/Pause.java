package io.sekisho.plug;

import io.sekisho.client.Failure;
import java.time.Duration;

/// Waits before it looks, or asks, again.
final class Pause {
  private Pause() {}

  /// @throws Failure if somebody wants the command to end
  static void of(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted.", e);
    }
  }
}
