package io.sekisho.kernel;

import io.sekisho.policy.Packet.Stage;
import io.sekisho.policy.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Many packets sent at once, each compared with what the judge says when it is sent: those that
/// begin something, then answers to them and errors about them, then what comes after an answer.
final class Volley {
  private static final int MOST_MILLIS = 3_000;

  private static final Pattern COUNTER = Pattern.compile("(.*?)packets (\\d+) bytes.*");

  private final Lab lab;
  private final Wires wires;
  private final RandomGenerator dice;
  private final List<Fired> fired = new ArrayList<>();
  private final Map<String, Integer> ended = new TreeMap<>();
  private int last;

  /// A packet and what was to become of it.
  private record Fired(Side side, Shot shot, Stage stage, Verdict verdict, Set<Integer> expected) {}

  /// @param last number that a packet had
  Volley(Lab lab, Wires wires, RandomGenerator dice, int last) {
    this.lab = lab;
    this.wires = wires;
    this.dice = dice;
    this.last = last;
  }

  int last() {
    return last;
  }

  void fire(List<Side> sides, int each) throws IOException {
    int earlier = fired.size();
    for (int i = 0; i < each; i++) {
      for (Side side : sides) {
        fire(side, new ShotDice(dice, side).first(++last));
      }
    }
    listen();
    List<Fired> begun = List.copyOf(fired.subList(earlier, fired.size()));
    List<Fired> answered = new ArrayList<>();
    for (Fired it : begun) {
      Sequel sequel = new Sequel(dice, it.side);
      boolean passed = !it.expected.isEmpty();
      int next = dice.nextInt(10);
      if (next < (passed ? 6 : 2)) {
        Optional<Shot> answer = sequel.answer(it.shot, last + 1);
        if (answer.isPresent()) {
          last++;
          fire(it.side, answer.get());
          answered.add(it);
        }
      } else if (next >= 8) {
        Optional<Shot> error = sequel.error(it.shot, last + 1);
        if (error.isPresent()) {
          last++;
          fire(it.side, error.get());
        }
      }
    }
    listen();
    for (Fired it : answered) {
      fire(it.side, new Sequel(dice, it.side).next(it.shot, ++last));
    }
    listen();
  }

  /// What goes on, or tries to, after a change.
  ///
  /// @param before in the same order
  void goOn(List<Side> before, List<Side> sides, int each) throws IOException {
    for (int i = 0; i < before.size(); i++) {
      Side was = before.get(i);
      Side now = sides.get(i).after(was);
      List<Shot> begun =
          was.tracked().begun().stream().filter(it -> now.isInPlace(it, was)).toList();
      for (Shot shot : begun.subList(0, Math.min(each, begun.size()))) {
        ended.merge(now.tracked().knows(shot) ? "went on" : "was cut", 1, Integer::sum);
        Sequel sequel = new Sequel(dice, now);
        Optional<Shot> answer = sequel.answer(shot, ++last);
        fire(now, answer.filter(_ -> dice.nextBoolean()).orElse(sequel.next(shot, last)));
      }
    }
    listen();
  }

  private void fire(Side side, Shot shot) throws IOException {
    Set<Integer> expected = side.expected(shot);
    Verdict verdict = side.judge(shot);
    fired.add(new Fired(side, shot, side.tracked().stage(shot), verdict, expected));
    wires.send(shot);
    if (side.isWhole(shot) && verdict.checkpoints().getFirst().passes()) {
      side.tracked().seen(shot, !expected.isEmpty());
    }
  }

  private void listen() throws IOException {
    wires.listen(
        fired.stream().collect(Collectors.toMap(it -> it.shot.number(), Fired::expected)),
        MOST_MILLIS);
  }

  /// How many packets passed, and how many each checkpoint was the first to refuse; and how many
  /// flows went on after a change, and how many it cut.
  Map<String, Integer> fates() {
    Map<String, Integer> fates = new TreeMap<>(ended);
    for (Fired it : fired) {
      String refused = it.verdict.refusal().map(at -> at.stand().name()).orElse("not sent whole");
      fates.merge(it.expected.isEmpty() ? refused : "passes", 1, Integer::sum);
    }
    return fates;
  }

  List<String> disagreements() throws IOException {
    List<String> all = new ArrayList<>();
    for (Fired it : fired) {
      if (!wires.arrivals(it.shot.number()).equals(it.expected)) {
        all.add(report(it));
      }
    }
    return all;
  }

  private String report(Fired it) throws IOException {
    Set<Integer> arrived = wires.arrivals(it.shot.number());
    return "%s%n  stage %s, VPC %d: the judge says %s, it arrived at %s%n%s%n  counters that move when it is sent alone: %s%n%s"
        .formatted(
            it.shot,
            it.stage,
            it.side.vpc(),
            it.expected,
            arrived,
            it.verdict.checkpoints().stream()
                .map(at -> "  " + at.stand() + " " + at.reason())
                .collect(Collectors.joining("\n")),
            moved(it),
            it.side.text());
  }

  private Map<String, Long> moved(Fired it) throws IOException {
    if (it.shot.step() == 0 && it.shot.quoted().isEmpty()) {
      Wires.forget(it.side.vpc());
    }
    Map<String, Long> before = counters(it.side);
    wires.send(it.shot);
    wires.hear(100);
    Map<String, Long> moved = counters(it.side);
    before.forEach((name, count) -> moved.merge(name, -count, Long::sum));
    moved.values().removeIf(count -> count == 0);
    return moved;
  }

  private Map<String, Long> counters(Side side) {
    String listing =
        lab.network.inside(
            Lab.namespace(side.vpc()), () -> lab.commands.run("nft", "list", "ruleset"));
    Map<String, Long> all = new HashMap<>();
    String within = "";
    for (String line : listing.split("[\\n,]")) {
      String text = line.strip().replace("elements = { ", "");
      if (text.endsWith("{")) {
        within = text.replace(" {", "");
      }
      Matcher counter = COUNTER.matcher(text);
      if (counter.matches()) {
        all.put(within + " " + counter.group(1), Long.parseLong(counter.group(2)));
      }
    }
    return all;
  }
}
