package io.sekisho.app;

import java.time.Duration;

/// How soon a service that died is started again: at once, and more slowly the more often it dies
/// young. Never as slowly that an intruder who makes it die could call it gone.
final class Pace {
  /// One that lived this long died of something else.
  static final Duration YOUNG = Duration.ofSeconds(5);

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration MOST = Duration.ofSeconds(8);

  private int youngDeaths;

  /// How often in a row one died young.
  int youngDeaths() {
    return youngDeaths;
  }

  /// @param lived how long the one lived that died now
  /// @param served whether it came as far as to serve guests, who do not wait long for the next
  ///   then
  /// @return how long to wait
  Duration pause(Duration lived, boolean served) {
    youngDeaths = lived.compareTo(YOUNG) < 0 ? youngDeaths + 1 : 0;
    if (youngDeaths < 2) {
      return Duration.ZERO;
    } else if (served) {
      return FIRST;
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(10, youngDeaths - 2));
    return pause.compareTo(MOST) < 0 ? pause : MOST;
  }
}
