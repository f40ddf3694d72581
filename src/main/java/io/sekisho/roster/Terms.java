package io.sekisho.roster;

import io.sekisho.fleet.Claims;
import java.time.Duration;

/// What a join token is to be good for.
///
/// @param life up to a year
/// @param reusable whether more than one node may join with it
/// @param takes which guests a node that joins with it may take by itself
public record Terms(Duration life, boolean reusable, Claims takes) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /// One node, within an hour, which takes no guest by itself.
  public static final Terms DEFAULT = new Terms(Duration.ofHours(1), false, Claims.NONE);

  public Terms {
    if (!life.isPositive() || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a join token lives up to a year");
    }
  }
}
