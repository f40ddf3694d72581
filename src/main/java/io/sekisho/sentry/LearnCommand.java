package io.sekisho.sentry;

import static java.util.stream.Collectors.toSet;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import io.sekisho.client.Failure;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Policy.Mode;
import io.sekisho.guard.Subject;
import io.sekisho.kernel.Commands;
import io.sekisho.sentry.Proposal.Entry;
import io.sekisho.sentry.SentryCommands.Parts;
import io.sekisho.warden.Counts;
import io.sekisho.warden.Warden;
import io.sekisho.warden.Warden.Given;
import io.sekisho.warden.Warden.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sekisho guard learn`: whom a policy has to name.
@Command(
    name = "learn",
    description = {
      "Tells who on this machine is on the way to the targets, and proposes a policy that lets them"
          + " through and nobody else. Put a policy with `mode: audit` and `allow: {}` in force"
          + " before. Who can't be told for sure is named in a comment and not let through. Changes"
          + " nothing. Needs root."
    },
    footer = {
      "",
      "The kernel's log tells users and containers; which unit root was in is told",
      "by connections that are met while --for lasts.",
      "",
      "Examples:",
      "  sekisho guard learn --for 10m -o yaml > policy.yaml",
      "  sekisho guard learn"
    })
final class LearnCommand implements Runnable {
  private final Parts parts;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description =
          "How long to watch, such as 10m; unless given, what is in the log since the rules were loaded.")
  private @Nullable String time;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given, yaml is a policy file.")
  private Format format = Format.TABLE;

  LearnCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    Optional<Duration> watched =
        Optional.ofNullable(time).map(it -> SentryCommands.time("--for", it));
    Printer aside = new Printer(parts.environment().err());
    Lesson lesson = learn(parts.warden(), watched, () -> watched.ifPresent(it -> begun(aside, it)));
    Printer printer = new Printer(parts.environment().out());
    switch (format) {
      case YAML -> {
        lesson.expectLearnt();
        parts.environment().out().print(lesson.proposal().text());
        lesson.asFile().forEach(aside::say);
      }
      case JSON -> printer.document(format, lesson.proposal().document());
      case TABLE, WIDE -> {
        printer.table(lesson.table());
        printer.say("");
        printer.say(lesson.sentence());
      }
    }
  }

  private static void begun(Printer aside, Duration time) {
    Instant end = Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS);
    aside.say("Watching until " + end + ": what is to be let through has to ask meanwhile.");
  }

  /// What came of it.
  ///
  /// @param held the policy in force
  /// @param counted how many packets were refused, or would have been, since it was loaded
  /// @param logged how many of them were read in the log
  record Lesson(Proposal proposal, Policy held, long counted, int logged) {
    /// Who was refused is not proposed.
    Table table() {
      Set<String> named = held.subjects().stream().map(Subject::toString).collect(toSet());
      return switch (held.mode()) {
        case AUDIT -> table("PROPOSED", Entry::isProposed);
        case ENFORCE -> table("LET THROUGH", it -> named.contains(it.who()));
      };
    }

    private Table table(String heading, Predicate<Entry> is) {
      return new Table(
          List.of("WHO", heading, "SEEN"),
          proposal.entries().stream()
              .map(it -> List.of(it.who(), is.test(it) ? "yes" : "no", it.why()))
              .toList());
    }

    String sentence() {
      return switch (held.mode()) {
        case AUDIT -> counts() + " `-o yaml` prints the policy.";
        case ENFORCE -> counts() + " These were refused: whether they should be is yours to say.";
      };
    }

    /// What to know of the policy that is printed.
    List<String> asFile() {
      return proposal.letsNobodyThrough()
          ? List.of(counts(), "The policy lets nobody through: nobody was seen who can be named.")
          : List.of(counts(), "`sekisho guard apply -f FILE --confirm 60s` puts it in force.");
    }

    private String counts() {
      return "%d packets were counted so far; %d of them were read in the log now, of"
              .formatted(counted, logged)
          + " which log.per_minute is the limit."
          + (logged > counted
              ? " Some are of other network namespaces: net.netfilter.nf_log_all_netns is on."
              : "");
    }

    /// Who is refused may well be whom the policy is there for; and nothing is learnt from a log
    /// that nothing gets into.
    ///
    /// @throws Failure if this is no policy to begin with
    void expectLearnt() {
      if (logged == 0 && counted > 0 && proposal.letsNobodyThrough()) {
        throw new Failure(
            counts()
                + " In a container or another network namespace, the kernel logs only with"
                + " net.netfilter.nf_log_all_netns=1.");
      }
      if (held.mode() == Mode.ENFORCE) {
        throw new Failure(
            "The policy in force refuses already, so who asks in vain may be an attacker: apply it"
                + " with `mode: audit` to learn from.");
      }
    }
  }

  /// @param begun called once it watches
  static Lesson learn(Warden warden, Optional<Duration> watched, Runnable begun) {
    Status status = warden.status();
    Given given =
        warden
            .held()
            .orElseThrow(
                () ->
                    new Failure(
                        "No guard is in force to learn from: `sekisho guard apply` a policy with"
                            + " `mode: audit` and `allow: {}`."));
    Policy policy = given.policy();
    if (policy.way() == Policy.Way.DENY) {
      throw new Failure(
          "The policy in force denies some and sees nobody else: apply one with `mode: audit` and"
              + " `allow: {}`.");
    }
    Commands commands = new Commands();
    Learner learner = new Learner(policy, loaded(status), commands);
    watched.ifPresentOrElse(it -> learner.watch(it, begun), learner::readLog);
    Status after = watched.isPresent() ? warden.status() : status;
    Tally tally = learner.tally();
    Proposal proposal =
        Proposal.of(warden.known(policy), Accounts.of(commands), tally, it -> packets(after, it));
    long counted =
        List.of("refused", "would_be_refused", "forwarded_refused", "would_be_forwarded_refused")
            .stream()
            .mapToLong(it -> packets(after, it))
            .sum();
    return new Lesson(proposal, policy, counted, tally.logged());
  }

  private static Instant loaded(Status status) {
    try {
      return status.state().map(it -> Instant.parse(it.loaded())).orElse(Instant.MIN);
    } catch (DateTimeParseException lost) {
      return Instant.MIN;
    }
  }

  private static long packets(Status status, String counter) {
    return status.counts().getOrDefault(counter, new Counts.Count(0, 0)).packets();
  }
}
