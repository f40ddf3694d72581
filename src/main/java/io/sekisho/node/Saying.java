package io.sekisho.node;

import io.sekisho.fleet.Applied;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Says to the controller that is watched what is in force here: one after the other, so that an
/// older word never arrives last, and again with the next line if it did not arrive.
final class Saying {
  private final Predicate<Applied> arrives;
  private @Nullable Applied latest;
  private @Nullable Applied arrived;
  private boolean speaking;
  private int listener;

  /// @param arrives says it and waits for the answer
  Saying(Predicate<Applied> arrives) {
    this.arrives = arrives;
  }

  /// Somebody else listens from now on, who may not know what is in force here.
  synchronized void anew() {
    listener++;
    arrived = null;
  }

  /// Does not wait for the answer.
  synchronized void say(Applied applied) {
    latest = applied;
    if (!speaking && !applied.equals(arrived)) {
      speaking = true;
      int to = listener;
      Thread.ofVirtual().start(() -> speak(applied, to));
    }
  }

  private void speak(Applied applied, int to) {
    boolean heard = false;
    try {
      heard = arrives.test(applied);
    } finally {
      spoken(applied, to, heard);
    }
  }

  private synchronized void spoken(Applied applied, int to, boolean heard) {
    speaking = false;
    if (heard && to == listener) {
      arrived = applied;
    }
    if (latest != null && (to != listener || !latest.equals(applied))) {
      say(latest);
    }
  }
}
