package io.sekisho.warden;

import io.sekisho.cli.Printer;
import io.sekisho.client.Failure;
import io.sekisho.guard.Notes;
import io.sekisho.guard.Policy;
import io.sekisho.warden.Warden.Given;
import io.sekisho.warden.Warden.Wish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sekisho guard apply`: puts a policy in force.
@Command(
    name = "apply",
    description = {
      "Puts a policy in force on this machine, in one transaction and in place of an earlier one."
          + " Rules of others stay as they are. Needs root."
    },
    footer = {
      "",
      "Examples:",
      "  sekisho guard apply -f policy.yaml --confirm 60s",
      "  sekisho guard apply --persist",
      "  sekisho guard apply --preset ibm-group --group metadata --engine iptables"
    })
final class GuardApplyCommand implements Runnable {
  private final GuardParts parts;

  @Mixin private final Choice choice = new Choice();

  @Option(
      names = "--persist",
      description = "Also after a restart: writes policy, script and units.")
  private boolean persist;

  @Option(
      names = "--confirm",
      paramLabel = "TIME",
      description =
          "Undo it after this time, such as 60s or 5m, unless `sekisho guard confirm` is called.")
  private @Nullable String confirm;

  @Option(names = "--yes", description = "It is meant that nobody is let through for now.")
  private boolean yes;

  GuardApplyCommand(GuardParts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    Optional<Duration> time = Optional.ofNullable(confirm).map(GuardApplyCommand::time);
    Path directory = parts.environment().directory();
    Given given = choice.policy(directory, parts.places());
    Path folder = parts.places().root();
    Wish wish =
        new Wish(choice.engine(), persist ? Optional.of(folder) : Optional.empty(), time, yes);
    Printer printer = new Printer(parts.environment().out());
    parts.warden().apply(given, wish).forEach(printer::say);
    Notes.of(given.policy(), choice.engine()).forEach(printer::say);
    boolean audits = given.policy().mode() == Policy.Mode.AUDIT;
    printer.say(audits ? "In force, in audit mode: nobody is refused." : "In force.");
    time.ifPresent(
        it ->
            printer.say(
                "It is undone in %d s unless you type `sekisho guard confirm`."
                    .formatted(it.toSeconds())));
  }

  private static Duration time(String text) {
    if (!text.matches("[1-9]\\d{0,4}[sm]?")) {
      throw Failure.mistyped("--confirm takes a time such as 60s or 5m, not " + text + ".");
    }
    long number = Long.parseLong(text.replaceAll("[sm]", ""));
    return text.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
