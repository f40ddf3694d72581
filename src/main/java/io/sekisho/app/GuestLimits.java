package io.sekisho.app;

import io.sekisho.client.Failure;
import io.sekisho.http.Limits;
import java.util.LinkedHashMap;
import java.util.Map;

/// The limits of each guest's interface, by the names that an operator sets them with.
final class GuestLimits {
  /// Requests a second that one interface may make for as long as it likes.
  private static final int REQUESTS_PER_SECOND = 5_000;

  /// Connections that one interface may have open: what they can hold in memory is bounded by it.
  private static final int CONNECTIONS = 64;

  private GuestLimits() {}

  /// The defaults with these in their place.
  static Limits of(Map<String, Integer> chosen) {
    Map<String, Integer> rest = new LinkedHashMap<>(chosen);
    Limits.Share defaults = Limits.DEFAULT.share();
    int rate = take(rest, "requests-per-second", REQUESTS_PER_SECOND);
    try {
      Limits limits =
          Limits.DEFAULT.with(
              new Limits.Share(
                  take(rest, "connections", CONNECTIONS),
                  rate,
                  take(rest, "burst", 2 * rate),
                  take(rest, "signatures", defaults.later())));
      if (!rest.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no limit named %s; limits are connections, requests-per-second, burst, signatures"
                .formatted(rest.keySet().iterator().next()));
      }
      return limits;
    } catch (IllegalArgumentException e) {
      throw new Failure("--set: " + e.getMessage() + ".");
    }
  }

  private static int take(Map<String, Integer> from, String name, int otherwise) {
    Integer chosen = from.remove(name);
    return chosen == null ? otherwise : chosen;
  }
}
