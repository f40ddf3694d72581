package io.sekisho.sentry;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import io.sekisho.sentry.Gaps.Gap;
import io.sekisho.sentry.Trial.Seen;
import io.sekisho.sentry.Trial.Verdict;
import io.sekisho.warden.Warden.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a verification came to, as it is printed.
///
/// @param mark what the kernel has, compared with what was loaded
/// @param notes sentences about what was not tried, or is not as it should be
record VerifyReport(Mark mark, List<String> notes, List<Trial> trials, List<Gap> gaps) {
  /// What everything comes to.
  enum Result {
    /// All that could be tried is as the policy says.
    AGREES(0),
    DIFFERS(1),
    /// Something could not be tried, or nothing could.
    UNPROVEN(2);

    private final int exit;

    Result(int exit) {
      this.exit = exit;
    }

    int exit() {
      return exit;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Result result() {
    if (mark != Mark.IN_FORCE || has(Verdict.DIFFERS)) {
      return Result.DIFFERS;
    }
    return has(Verdict.UNPROVEN) || !has(Verdict.AGREES) ? Result.UNPROVEN : Result.AGREES;
  }

  private boolean has(Verdict verdict) {
    return trials.stream().anyMatch(it -> it.verdict() == verdict);
  }

  void print(Printer printer, Format format) {
    switch (format) {
      case TABLE -> text(printer, false);
      case WIDE -> text(printer, true);
      case JSON, YAML -> printer.document(format, document());
    }
  }

  private void text(Printer printer, boolean wide) {
    notes.forEach(printer::say);
    Map<Who, List<Trial>> byWho =
        trials.stream()
            .collect(Collectors.groupingBy(Trial::who, LinkedHashMap::new, Collectors.toList()));
    printer.table(
        new Table(
            List.of("WHO", "POLICY", "SEEN", "RESULT"),
            byWho.entrySet().stream().map(it -> row(it.getKey(), it.getValue())).toList()));
    List<List<String>> single =
        trials.stream()
            .filter(
                it -> wide || it.verdict() == Verdict.DIFFERS || it.verdict() == Verdict.UNPROVEN)
            .map(VerifyReport::row)
            .toList();
    if (!single.isEmpty()) {
      printer.say("");
      printer.table(new Table(List.of("WHO", "WAY", "POLICY", "SEEN", "DETAIL", "RESULT"), single));
    }
    printer.say("");
    printer.say("No guard can stop these; look at them yourself:");
    for (Gap gap : gaps) {
      printer.say("  %s: %s".formatted(gap.name(), gap.why()));
      gap.found().forEach(it -> printer.say("    " + it));
    }
    printer.say("");
    printer.say(
        switch (result()) {
          case AGREES -> "What is in force agrees with the policy.";
          case DIFFERS -> "What is in force differs from the policy.";
          case UNPROVEN -> "Not all could be tried: nothing seen differs from the policy.";
        });
  }

  private static List<String> row(Who who, List<Trial> trials) {
    Map<Seen, Long> seen =
        trials.stream()
            .collect(Collectors.groupingBy(Trial::seen, TreeMap::new, Collectors.counting()));
    return List.of(
        who.label(),
        policy(trials.getFirst()),
        seen.entrySet().stream()
            .map(it -> it.getKey() + " " + it.getValue())
            .collect(Collectors.joining(", ")),
        words(
            trials.stream()
                .map(Trial::verdict)
                .reduce(Verdict.NOTHING_TO_TELL, VerifyReport::worse)));
  }

  private static Verdict worse(Verdict one, Verdict other) {
    List<Verdict> order =
        List.of(Verdict.NOTHING_TO_TELL, Verdict.AGREES, Verdict.UNPROVEN, Verdict.DIFFERS);
    return order.indexOf(one) > order.indexOf(other) ? one : other;
  }

  private static List<String> row(Trial trial) {
    return List.of(
        trial.who().label(),
        trial.way().toString(),
        policy(trial),
        trial.seen().toString(),
        trial.detail(),
        words(trial.verdict()));
  }

  private static String policy(Trial trial) {
    return trial.through() ? "let through" : "refuse";
  }

  private static String words(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("result", result().toString());
    document.put("in_force", mark == Mark.IN_FORCE);
    document.put("notes", notes);
    List<Object> all = new ArrayList<>();
    for (Trial each : trials) {
      Map<String, Object> trial = new LinkedHashMap<>();
      trial.put("who", each.who().label());
      trial.put("user", each.who().persona().user());
      trial.put("group", each.who().persona().group());
      trial.put("groups", each.who().persona().groups());
      trial.put("cgroup", each.who().cgroup());
      trial.put("way", each.way().toString());
      trial.put("policy", policy(each).replace(' ', '_'));
      trial.put("seen", each.seen().toString().replace(' ', '_'));
      trial.put("detail", each.detail());
      trial.put("result", words(each.verdict()).replace(' ', '_'));
      all.add(trial);
    }
    document.put("trials", all);
    document.put("open", gaps);
    return document;
  }
}
