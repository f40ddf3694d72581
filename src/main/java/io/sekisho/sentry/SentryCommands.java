package io.sekisho.sentry;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import io.sekisho.warden.Places;
import io.sekisho.warden.Warden;
import java.time.Duration;
import picocli.CommandLine;

/// What `sekisho guard` has beyond putting a policy in force.
public final class SentryCommands {
  private SentryCommands() {}

  /// What the commands need of the process they run in.
  ///
  /// @param root whether this is root
  record Parts(Environment environment, Places places, boolean root) {
    /// For what changes the machine, or looks into its kernel.
    Warden warden() {
      if (!root) {
        throw new Failure("Who reaches the metadata service is root's business: use sudo.");
      }
      return new Warden(places, new Commands());
    }
  }

  /// Adds them to the command that puts policies in force.
  ///
  /// @param root whether this is root
  public static CommandLine addTo(CommandLine guard, Environment environment, boolean root) {
    return addTo(guard, new Parts(environment, Places.HERE, root));
  }

  static CommandLine addTo(CommandLine guard, Parts parts) {
    return guard
        .addSubcommand(new VerifyCommand(parts))
        .addSubcommand(new WatchCommand(parts))
        .addSubcommand(new LearnCommand(parts));
  }

  /// A length of time as it is typed.
  ///
  /// @param option for whom it is typed
  /// @param text such as `30s` or `10m`; from a second to a day
  static Duration time(String option, String text) {
    if (!text.matches("[1-9]\\d{0,4}[smh]")) {
      throw Failure.mistyped("%s takes a time such as 30s or 10m, not %s.".formatted(option, text));
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    Duration time =
        switch (text.charAt(text.length() - 1)) {
          case 's' -> Duration.ofSeconds(number);
          case 'm' -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (time.compareTo(Duration.ofDays(1)) > 0) {
      throw Failure.mistyped(option + " is at most a day.");
    }
    return time;
  }
}
