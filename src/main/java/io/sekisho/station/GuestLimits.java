package io.sekisho.station;

import io.sekisho.client.Failure;
import io.sekisho.http.Limits;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The limits of each guest's interface, by the names that an operator sets them with. A rate of 0
/// is no limit.
///
/// @param logLines accesses and refusals a second that are written down one by one
public record GuestLimits(Limits http, int logLines) {

  /// Every limit there is.
  public enum Limit {
    /// Connections that one interface may have open.
    CONNECTIONS(64, 1),
    /// Requests that one interface may make for as long as it likes.
    REQUESTS_PER_SECOND(5_000, 0),
    /// Requests at once after a pause; unless it is set, twice the rate.
    BURST(10_000, 1),
    /// Credentials that are being signed, or wait for it.
    SIGNATURES(Limits.DEFAULT.share().later(), 1),
    /// Tokens and certificates: each costs a signature and a line of the log that is never left
    /// out.
    CREDENTIALS_PER_SECOND(50, 0),
    /// See [GuestLimits#logLines].
    LOG_LINES_PER_SECOND(50, 0);

    private final int otherwise;
    private final int least;

    Limit(int otherwise, int least) {
      this.otherwise = otherwise;
      this.least = least;
    }

    /// As it is typed, such as `log-lines-per-second`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// With its default, as it is typed.
    @Override
    public String toString() {
      return word() + "=" + otherwise;
    }

    private int in(Map<String, Integer> chosen) {
      int value = chosen.getOrDefault(word(), otherwise);
      if (value < least) {
        throw new Failure("--set: %s can't be less than %d.".formatted(word(), least));
      }
      return value;
    }
  }

  /// What may be typed, for completion and help.
  public static final class Defaults implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Limit.values()).map(Limit::toString).iterator();
    }
  }

  /// The defaults with these in their place.
  public static GuestLimits of(Map<String, Integer> chosen) {
    chosen.keySet().forEach(GuestLimits::refuseUnknown);
    int rate = Limit.REQUESTS_PER_SECOND.in(chosen);
    boolean bursts = chosen.containsKey(Limit.BURST.word());
    return new GuestLimits(
        Limits.DEFAULT.with(
            new Limits.Share(
                Limit.CONNECTIONS.in(chosen),
                rate,
                bursts ? Limit.BURST.in(chosen) : (int) Math.min(2L * rate, Integer.MAX_VALUE),
                Limit.SIGNATURES.in(chosen),
                Limit.CREDENTIALS_PER_SECOND.in(chosen))),
        Limit.LOG_LINES_PER_SECOND.in(chosen));
  }

  private static void refuseUnknown(String name) {
    if (Arrays.stream(Limit.values()).noneMatch(limit -> limit.word().equals(name))) {
      String known = Stream.of(Limit.values()).map(Limit::word).collect(Collectors.joining(", "));
      throw new Failure("--set: there is no limit named %s; limits are %s.".formatted(name, known));
    }
  }
}
