package io.sekisho.app;

import io.sekisho.client.Failure;
import io.sekisho.http.Limits;
import java.util.LinkedHashMap;
import java.util.Map;

/// The limits of each guest's interface, by the names that an operator sets them with. A rate of 0
/// is no limit.
///
/// @param logLines accesses and refusals a second that are written down one by one
record GuestLimits(Limits http, int logLines) {
  /// Connections that one interface may have open.
  private static final int CONNECTIONS = 64;

  /// Requests a second that one interface may make for as long as it likes.
  private static final int REQUESTS = 5_000;

  /// Tokens and certificates: each costs a signature and a line of the log that is never left out.
  private static final int CREDENTIALS = 50;

  private static final int LOG_LINES = 50;

  /// The defaults with these in their place.
  static GuestLimits of(Map<String, Integer> chosen) {
    Map<String, Integer> rest = new LinkedHashMap<>(chosen);
    try {
      int rate = take(rest, "requests-per-second", REQUESTS);
      Limits http =
          Limits.DEFAULT.with(
              new Limits.Share(
                  take(rest, "connections", CONNECTIONS),
                  rate,
                  take(rest, "burst", 2 * rate),
                  take(rest, "signatures", Limits.DEFAULT.share().later()),
                  take(rest, "credentials-per-second", CREDENTIALS)));
      GuestLimits limits = new GuestLimits(http, take(rest, "log-lines-per-second", LOG_LINES));
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
    if (chosen != null && chosen < 0) {
      throw new IllegalArgumentException(name + " can't be less than 0");
    }
    return chosen == null ? otherwise : chosen;
  }
}
