package io.sekisho.sentry;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.client.Failure;
import io.sekisho.guard.Engine;
import io.sekisho.guard.PolicyText;
import io.sekisho.guard.Ruling;
import io.sekisho.kernel.Commands;
import io.sekisho.sentry.SentryCommands.Parts;
import io.sekisho.warden.State;
import io.sekisho.warden.Warden;
import io.sekisho.warden.Warden.Given;
import io.sekisho.warden.Warden.Mark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sekisho guard verify`: proves from inside what is in force.
@Command(
    name = "verify",
    description = {
      "Tries what is in force: opens connections to the targets as each user, group, unit and control"
          + " group that the policy names, as root, as nobody and as whom it does not name, over TCP"
          + " (IPv4, IPv6 and IPv4 through IPv6), UDP and ICMP, and compares what the guard's"
          + " counters say with the policy. Then it names what no guard can stop. Asks the targets"
          + " for nothing. Exits with 0 if all agrees, 1 if something differs, 2 if something could"
          + " not be tried. Needs root."
    },
    footer = {
      "",
      "While others are busy with the targets, what was seen may stay unclear.",
      "",
      "Examples:",
      "  sekisho guard verify",
      "  sekisho guard verify -o wide",
      "  sekisho guard verify -f policy.yaml -o json | jq '.open[].name'"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Parts parts;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The policy to compare with; what was applied last unless given.")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given, wide has each attempt.")
  private Format format = Format.TABLE;

  VerifyCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Integer call() {
    Warden warden = parts.warden();
    Optional<Path> compared =
        Optional.ofNullable(file).map(parts.environment().directory()::resolve);
    VerifyReport report = report(warden, parts.places().run(), compared);
    report.print(new Printer(parts.environment().out()), format);
    return report.result().exit();
  }

  /// Tries everything.
  ///
  /// @param run where what is in force is noted
  static VerifyReport report(Warden warden, Path run, Optional<Path> compared) {
    State state =
        State.of(run)
            .orElseThrow(
                () -> new Failure("No guard is in force here: `sekisho guard apply` a policy."));
    Given given =
        compared
            .map(Warden::read)
            .or(warden::held)
            .orElseThrow(
                () ->
                    new Failure(
                        "The text of the policy in force is not here, as after its script was loaded by"
                            + " hand: name its file with -f."));
    Engine engine = state.engine().equals("nft") ? Engine.NFT : Engine.IPTABLES;
    Ruling ruling = warden.known(given.policy());
    Mark mark = warden.compared();
    List<String> notes = new ArrayList<>();
    if (mark != Mark.IN_FORCE) {
      notes.add(
          "The kernel has not what was loaded: somebody changed or removed it. `sekisho guard"
              + " apply` puts it back."
              + (mark == Mark.ABSENT ? " Nothing was tried." : ""));
    }
    boolean isAnother = !PolicyText.digest(given.policy()).equals(state.policy());
    if (isAnother) {
      notes.add(
          "What is in force was loaded from another policy: `sekisho guard apply` puts this one in"
              + " force. Only whom this one names was tried.");
    }
    ruling.unknown().forEach(it -> notes.add("The %s is not there now: not tried.".formatted(it)));
    Commands commands = new Commands();
    Accounts accounts = Accounts.of(commands);
    List<Who> everybody = new Cast(ruling, accounts, Cgroups.here().of("self")).all();
    List<Trial> trials =
        mark != Mark.ABSENT
            ? new Verifier(ruling, engine, commands).all(everybody, Way.of(given.policy()))
            : List.of();
    return new VerifyReport(
        isAnother ? Mark.DIFFERENT : mark,
        notes,
        trials,
        new Gaps(ruling, engine, accounts, commands).all());
  }
}
