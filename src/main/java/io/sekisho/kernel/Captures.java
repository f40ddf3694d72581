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
  void look(Function<String, Optional<String>> planned) {
    Eyes open = eyes.orElseGet(Eyes::new);
    eyes = Optional.of(open);
    boolean quiet = open.news.gone().isEmpty();
    int now = open.generation.read();
    Optional<Standing> untouched = standing.filter(last -> last.generation == now);
    if (quiet && untouched.isPresent()) {
      return;
    }
    if (marks(untouched.map(Standing::rules).orElseGet(this::rules)).isEmpty()) {
      standing = Optional.of(new Standing(now, List.of(), Map.of()));
    } else if (!Capture.aloneIfFree(prefix, () -> bring(open.generation, planned))) {
      standing = standing.map(last -> new Standing(now - 1, last.all, last.rules));
    }
  }

  private void bring(Generation generation, Function<String, Optional<String>> planned) {
    List<Captured> all = endThoseThatWent();
    int now = generation.read();
    if (standing.filter(last -> last.generation == now && last.all.equals(all)).isPresent()) {
      return;
    }
    Map<Integer, String> rules = rules();
    boolean drifted = restore(all, rules, planned);
    // A device that went since takes its rules along: that is for the next look.
    List<Device> devices = Device.all();
    List<Captured> disturbed =
        all.stream()
            .filter(it -> it.standsIn(devices))
            .filter(it -> standing.filter(last -> last.has(it, rules)).isEmpty())
            .toList();
    drifted |=
        disturbed.stream().anyMatch(it -> standing.filter(s -> s.all.contains(it)).isPresent());
    Capture.rule(prefix, commands, disturbed);
    if (drifted) {
      reporter.repaired("host", "capture");
    }
    // Counted before it is read: who comes in between is noticed the next time.
    int then = generation.read();
    standing = Optional.of(new Standing(then, Captured.among(Device.all(), prefix), rules()));
  }

  /// @return those that stay
  private List<Captured> endThoseThatWent() {
    List<Device> devices = Device.all();
    List<Captured> all = new ArrayList<>(Captured.among(devices, prefix));
    all.removeIf(
        it -> {
          boolean gone = !it.standsIn(devices);
          if (gone) {
            letGo(it.mark());
          }
          return gone;
        });
    return all;
  }

  /// Deals with rules whose pair of devices is gone, as it is with a namespace that was removed and
  /// made anew: makes it anew, if the guest is still to be served.
  ///
  /// @return whether any was
  private boolean restore(
      List<Captured> all, Map<Integer, String> rules, Function<String, Optional<String>> planned) {
    boolean restored = false;
    for (var entry : rules.entrySet()) {
      int mark = entry.getKey();
      if (all.stream().noneMatch(it -> it.mark() == mark)) {
        Matcher device = DEVICE.matcher(entry.getValue());
        Optional<String> namespace =
            planned.apply("tap" + mark).filter(it -> NetworkNamespace.find(it).isPresent());
        if (namespace.isPresent() && device.find()) {
          new Capture(prefix, mark).capture(namespace.get(), device.group(1));
          restored = true;
        } else {
          letGo(mark);
        }
      }
    }
    return restored;
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
    Device.all().stream()
        .flatMap(it -> Captured.mark(it.name(), prefix).stream())
        .forEach(marks::add);
    return marks;
  }

  /// The rules of each guest, as `nft` lists them.
  private Map<Integer, String> rules() {
    Map<Integer, String> rules = new HashMap<>();
    int mark = 0;
    for (String line : list().lines().toList()) {
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

  private String list() {
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
