package io.sekisho.guest;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Says yes to each key once in a while, so that a guest can't fill the operator's log.
///
/// Remembers a bounded number of keys; the longest known is forgotten first.
final class Rarely {
  private static final int REMEMBERED = 4096;

  private final Duration pause;
  private final Map<String, Instant> last = new LinkedHashMap<>();

  Rarely(Duration pause) {
    this.pause = pause;
  }

  synchronized boolean isTimeFor(String key, Instant now) {
    Instant before = last.get(key);
    if (before != null && now.isBefore(before.plus(pause))) {
      return false;
    }
    last.remove(key);
    last.put(key, now);
    if (last.size() > REMEMBERED) {
      last.remove(last.keySet().iterator().next());
    }
    return true;
  }
}
