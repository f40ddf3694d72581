package io.sekisho.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Throws envelopes with dice, as the text that [EnvelopeText] reads: a few subnets, interfaces and
/// groups, and rules about what is there, what nearly is, and what is not.
public final class EnvelopeDice {
  private static final int[] PORTS = {1, 22, 53, 80, 443, 1024, 5432, 8080, 65_435};
  private static final int[] TYPES = {0, 3, 5, 8, 11, 13, 42, 254};
  private static final int[] TYPES_V6 = {1, 2, 3, 128, 129, 133, 135, 254};
  private static final List<String> OTHERS =
      List.of("esp", "gre", "sctp", "ah", "vrrp", "l2tp", "rsvp", "number_89", "number_255");
  private static final int GROUPS = 5;
  private static final int ACLS = 3;

  private final RandomGenerator dice;
  private final int firstMark;
  private final int segments;
  private final List<String> addresses = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private EnvelopeDice(RandomGenerator dice, int firstMark) {
    this.dice = dice;
    this.firstMark = firstMark;
    this.segments = 2 + dice.nextInt(3);
  }

  /// Of 4 to 8 interfaces.
  ///
  /// @param firstMark that one of them may have
  public static String text(RandomGenerator dice, int firstMark) {
    EnvelopeDice it = new EnvelopeDice(dice, firstMark);
    it.places();
    it.segments();
    it.groups();
    it.acls();
    return String.join("\n", it.lines) + "\n";
  }

  /// The same with a line that was taken out, doubled, or put elsewhere: what an operator does.
  public static String changed(RandomGenerator dice, String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = dice.nextInt(lines.size());
    String line = lines.get(at);
    boolean rule = line.startsWith("in ") || line.startsWith("out ");
    if (line.startsWith("place ")) {
      lines.set(at, changedPlace(dice, line));
    } else if (line.startsWith("segment ")) {
      lines.set(at, line.replaceFirst(" (a\\d|-|ghost) ", " a" + (1 + dice.nextInt(ACLS)) + " "));
    } else if (rule && dice.nextInt(3) == 0) {
      lines.remove(at);
    } else if (rule && at + 1 < lines.size() && isRule(lines.get(at + 1), line)) {
      lines.set(at, lines.set(at + 1, line));
    } else if (rule) {
      lines.set(at, line.replaceFirst("(tcp|udp|icmp)\\S*", dice.nextBoolean() ? "tcp" : "udp"));
    }
    return String.join("\n", lines) + "\n";
  }

  private static boolean isRule(String line, String like) {
    return line.split(" ")[0].equals(like.split(" ")[0]);
  }

  private static String changedPlace(RandomGenerator dice, String line) {
    return switch (dice.nextInt(4)) {
      case 0 ->
          line.contains(" spoofing") ? line.replace(" spoofing", "") : line.concat(" spoofing");
      case 1 ->
          line.contains(" stateless") ? line.replace(" stateless", "") : line.concat(" stateless");
      default -> line.replaceFirst("(place \\d+ \\S+) \\S+", "$1 " + someGroups(dice));
    };
  }

  private void places() {
    int count = 4 + dice.nextInt(5);
    for (int i = 0; i < count; i++) {
      int segment = dice.nextInt(segments);
      List<String> own = new ArrayList<>(List.of("10.0.%d.%d".formatted(segment, 10 + 3 * i)));
      if (dice.nextInt(3) == 0) {
        own.add("10.0.%d.%d".formatted(segment, 11 + 3 * i));
      }
      if (dice.nextInt(3) > 0) {
        own.add("2001:db8:0:%d::%x".formatted(segment, 10 + 3 * i));
      }
      addresses.addAll(own);
      lines.add(
          "place %d s%d %s %s%s%s"
              .formatted(
                  firstMark + i,
                  segment,
                  someGroups(dice),
                  String.join(" ", own),
                  dice.nextInt(4) == 0 ? " spoofing" : "",
                  dice.nextInt(3) == 0 ? " stateless" : ""));
    }
  }

  private static String someGroups(RandomGenerator dice) {
    if (dice.nextInt(30) == 0) {
      return "-";
    }
    TreeSet<String> some = new TreeSet<>();
    int count = 1 + dice.nextInt(GROUPS);
    for (int i = 0; i < count; i++) {
      some.add(group(dice));
    }
    return String.join(",", some);
  }

  /// One that no line is about, now and then.
  private static String group(RandomGenerator dice) {
    return dice.nextInt(12) == 0 ? "ghost" : "g" + (1 + dice.nextInt(GROUPS));
  }

  private void segments() {
    for (int i = 0; i < segments; i++) {
      int kind = dice.nextInt(20);
      String acl = kind == 0 ? "-" : kind == 1 ? "ghost" : "a" + (1 + dice.nextInt(ACLS));
      lines.add("segment s%d %s 10.0.%d.0/24 2001:db8:0:%d::/64".formatted(i, acl, i, i));
    }
  }

  private void groups() {
    for (int i = 1; i <= GROUPS; i++) {
      lines.add("group g" + i);
      for (String direction : List.of("out", "in")) {
        int count = dice.nextInt(5);
        for (int n = 0; n < count; n++) {
          boolean v6 = dice.nextInt(3) == 0;
          String remote = dice.nextInt(3) == 0 ? group(dice) : block(v6);
          String local = dice.nextInt(4) > 0 ? all(v6) : block(v6);
          lines.add("%s %s %s %s".formatted(direction, traffic(v6, false), remote, local));
        }
      }
    }
  }

  private void acls() {
    for (int i = 1; i <= ACLS; i++) {
      lines.add("acl a" + i);
      for (String direction : List.of("out", "in")) {
        int count = dice.nextInt(5);
        for (int n = 0; n < count; n++) {
          boolean v6 = dice.nextInt(3) == 0;
          String action = dice.nextBoolean() ? "allow" : "deny";
          lines.add(
              "%s %s %s %s %s"
                  .formatted(direction, action, traffic(v6, true), block(v6), block(v6)));
        }
        for (boolean v6 : new boolean[] {false, true}) {
          if (dice.nextInt(4) > 0) {
            lines.add("%s allow any %s %s".formatted(direction, all(v6), all(v6)));
          }
        }
      }
    }
  }

  private static String all(boolean v6) {
    return v6 ? "::/0" : "0.0.0.0/0";
  }

  private String block(boolean v6) {
    int segment = dice.nextInt(segments);
    return switch (dice.nextInt(7)) {
      case 0, 1 -> all(v6);
      case 2 -> v6 ? "2001:db8::/32" : "10.0.0.0/16";
      case 3 -> v6 ? "2001:db8:0:%d::/64".formatted(segment) : "10.0.%d.0/24".formatted(segment);
      case 4 ->
          v6 ? "2001:db8:0:%d::10/124".formatted(segment) : "10.0.%d.16/28".formatted(segment);
      case 5 -> v6 ? "2001:db8:0:%d::/63".formatted(segment & 2) : "198.51.100.0/24";
      default -> single(v6);
    };
  }

  private String single(boolean v6) {
    List<String> some = addresses.stream().filter(it -> it.contains(":") == v6).toList();
    return some.isEmpty() ? all(v6) : some.get(dice.nextInt(some.size())) + (v6 ? "/128" : "/32");
  }

  private String traffic(boolean v6, boolean acl) {
    return switch (dice.nextInt(11)) {
      case 0, 1 -> "any";
      case 2, 3 -> "icmp_tcp_udp";
      case 4 -> dice.nextBoolean() ? "tcp" : "udp";
      case 5, 6, 7 ->
          (dice.nextBoolean() ? "tcp/" : "udp/")
              + (acl && dice.nextInt(3) == 0 ? ports() + ">" : "")
              + ports();
      case 8 -> "icmp" + (dice.nextBoolean() ? "" : "/" + type(v6));
      case 9 -> "icmp/%d/%d".formatted(type(v6), dice.nextInt(2));
      default -> OTHERS.get(dice.nextInt(OTHERS.size()));
    };
  }

  private int type(boolean v6) {
    int at = dice.nextInt(TYPES.length);
    return v6 ? TYPES_V6[at] : TYPES[at];
  }

  private String ports() {
    int first = PORTS[dice.nextInt(PORTS.length)];
    return dice.nextBoolean() ? "" + first : first + "-" + (first + dice.nextInt(101));
  }
}
