package io.sekisho.kernel;

import io.sekisho.linux.Device;
import io.sekisho.linux.Generation;
import io.sekisho.linux.LinkNews;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.nftables.CaptureRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks after guests that are captured on bridges of this host: ends it for those whose device is
/// gone, and puts right what somebody else changed. What is to be there stands in the kernel and
/// nowhere else.
///
/// Looked at by threads that are in the namespace in which the guests' devices are.
final class Captures implements AutoCloseable {
  private static final Pattern CHAIN = Pattern.compile("\\s*chain [a-z]+(\\d{1,9}) \\{");

  /// The device that still has the number that was captured.
  private static final Pattern DEVICE = Pattern.compile("iif != \"([^\"]+)\" drop");

  private final String prefix;
  private final Commands commands;
  private final Reporter reporter;
  private Optional<Eyes> eyes = Optional.empty();
  private Optional<Standing> standing = Optional.empty();

  Captures(String prefix, Commands commands, Reporter reporter) {
    this.prefix = prefix;
    this.commands = commands;
    this.reporter = reporter;
  }

  /// What tells that something may have changed.
  private record Eyes(LinkNews news, Generation generation) {
    Eyes() {
      this(LinkNews.ofThisNamespace(), Generation.ofThisNamespace());
    }
  }

  /// How it was left.
  ///
  /// @param generation what nftables counted then
  /// @param rules of each guest, by its mark
  private record Standing(int generation, List<Captured> all, Map<Integer, String> rules) {
    /// Whether these are all that there is anything of, and as they were.
    boolean isWhole(List<Captured> now) {
      return all.equals(now) && all.size() == rules.size();
    }

    /// Whether there is a guest without rules, or one that has no more than those, though there is
    /// a place for it now.
    boolean isUnfinished(Function<Integer, Optional<String>> place) {
      return all.stream().anyMatch(it -> !rules.containsKey(it.mark()))
          || rules.keySet().stream()
              .filter(mark -> all.stream().noneMatch(it -> it.mark() == mark))
              .anyMatch(mark -> place.apply(mark).isPresent());
    }

    boolean has(Captured one, Map<Integer, String> now) {
      return all.contains(one) && rules.getOrDefault(one.mark(), "").equals(now.get(one.mark()));
    }
  }

  /// Tells when something may have become of a guest's device.
  Optional<LinkNews> news() {
    return eyes.map(Eyes::news);
  }

  /// Puts right what is not as it was left; if all is, that costs microseconds.
  ///
  /// @param planned the namespace in which a tap has to be, if it has to be anywhere
  /// @param again whether to try anew what could not be done before
  void look(Function<String, Optional<String>> planned, boolean again, Failures failures) {
    Eyes open = eyes.orElseGet(Eyes::new);
    eyes = Optional.of(open);
    boolean quiet = open.news.gone().isEmpty();
    int now = open.generation.read();
    Optional<Standing> untouched = standing.filter(last -> last.generation == now);
    Function<Integer, Optional<String>> place =
        mark -> planned.apply("tap" + mark).filter(it -> NetworkNamespace.find(it).isPresent());
    if (quiet && untouched.filter(last -> !again || !last.isUnfinished(place)).isPresent()) {
      return;
    }
    if (marks(untouched.map(Standing::rules).orElseGet(this::rules)).isEmpty()) {
      standing = Optional.of(new Standing(now, List.of(), Map.of()));
    } else if (!Capture.aloneIfFree(prefix, () -> bring(open.generation, place, failures))) {
      standing = standing.map(last -> new Standing(now - 1, last.all, last.rules));
    }
  }

  private void bring(
      Generation generation, Function<Integer, Optional<String>> place, Failures failures) {
    List<Captured> all = endThoseThatWent(failures);
    int now = generation.read();
    if (standing.filter(last -> last.generation == now && last.isWhole(all)).isPresent()) {
      return;
    }
    Map<Integer, String> rules = rules();
    boolean drifted = restore(all, rules, place, failures);
    // A device that went since takes its rules along: that is for the next look.
    List<Device> devices = Device.all();
    List<Captured> disturbed =
        all.stream()
            .filter(it -> it.standsIn(devices))
            .filter(it -> standing.filter(last -> last.has(it, rules)).isEmpty())
            .toList();
    drifted |=
        disturbed.stream().anyMatch(it -> standing.filter(s -> s.all.contains(it)).isPresent());
    rule(disturbed, failures);
    if (drifted) {
      reporter.repaired("host", "capture");
    }
    // Counted before it is read: who comes in between is noticed the next time.
    int then = generation.read();
    standing = Optional.of(new Standing(then, Captured.among(Device.all(), prefix), rules()));
  }

  /// One that fails keeps no other from its rules.
  private void rule(List<Captured> disturbed, Failures failures) {
    try {
      Capture.rule(prefix, commands, disturbed);
    } catch (RuntimeException e) {
      disturbed.forEach(it -> failures.attempt(() -> Capture.rule(prefix, commands, List.of(it))));
    }
  }

  /// @return those that stay
  private List<Captured> endThoseThatWent(Failures failures) {
    List<Device> devices = Device.all();
    List<Captured> all = new ArrayList<>(Captured.among(devices, prefix));
    all.removeIf(
        it -> {
          boolean gone = !it.standsIn(devices);
          if (gone) {
            failures.attempt(() -> letGo(it.mark()));
          }
          return gone;
        });
    return all;
  }

  /// Deals with rules whose pair of devices is gone, as it is with a namespace that was removed and
  /// made anew: makes it anew, if the guest is to be served. Else the rules stay for as long as the
  /// guest's device: they drop what may not reach a stranger.
  ///
  /// @return whether any was made anew
  private boolean restore(
      List<Captured> all,
      Map<Integer, String> rules,
      Function<Integer, Optional<String>> place,
      Failures failures) {
    boolean[] restored = {false};
    rules.forEach(
        (mark, text) -> {
          Optional<String> device = device(text);
          if (all.stream().anyMatch(it -> it.mark() == mark)) {
            return;
          }
          if (device.isEmpty()) {
            failures.attempt(() -> letGo(mark));
            return;
          }
          place
              .apply(mark)
              .ifPresent(
                  namespace ->
                      failures.attempt(
                          () -> {
                            new Capture(prefix, mark).capture(namespace, device.get());
                            restored[0] = true;
                          }));
        });
    return restored[0];
  }

  /// The name of the device that a guest's rules are for; empty if it is gone.
  static Optional<String> device(String rules) {
    return DEVICE.matcher(rules).results().map(it -> it.group(1)).findFirst();
  }

  private void letGo(int mark) {
    new Capture(prefix, mark).letGo();
  }

  /// Removes all of it, also what was left half-made.
  void clean() {
    Set<Integer> marks = marks(rules());
    if (!marks.isEmpty()) {
      Capture.alone(prefix, () -> marks.forEach(this::letGo));
    }
  }

  /// Of all guests of which there is anything.
  private Set<Integer> marks(Map<Integer, String> rules) {
    Set<Integer> marks = new TreeSet<>(rules.keySet());
    Captured.among(Device.all(), prefix).forEach(it -> marks.add(it.mark()));
    return marks;
  }

  private Map<Integer, String> rules() {
    return rules(prefix, commands);
  }

  /// The rules of each guest, by its mark, as `nft` lists them.
  static Map<Integer, String> rules(String prefix, Commands commands) {
    Map<Integer, String> rules = new HashMap<>();
    int mark = 0;
    for (String line : list(prefix, commands).lines().toList()) {
      Matcher chain = CHAIN.matcher(line);
      if (chain.matches()) {
        mark = Integer.parseInt(chain.group(1));
      }
      if (mark != 0) {
        rules.merge(mark, line + "\n", String::concat);
      }
      if (line.strip().equals("}")) {
        mark = 0;
      }
    }
    return rules;
  }

  private static String list(String prefix, Commands commands) {
    try {
      return commands.run("nft", "list", "table", "netdev", CaptureRules.table(prefix));
    } catch (Commands.Failed none) {
      return "";
    }
  }

  @Override
  public void close() {
    eyes.ifPresent(
        open -> {
          open.news.close();
          open.generation.close();
        });
    eyes = Optional.empty();
    standing = Optional.empty();
  }
}
