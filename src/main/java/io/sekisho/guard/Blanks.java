package io.sekisho.guard;

import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Identities.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a rule's text has in place of what a machine knows: `%u1%` is the number of the first
/// subject, a user; `%g2%` and `%m2%` number and members of the second, a group; `%s2%` which other
/// numbers these can be in a user namespace, `%r2%` the same with a line for each range; `%c3%` and
/// `%p3%` the control group of the third, as nft and as iptables write it. A line with a blank that
/// nobody can fill is struck: it is about somebody who is not there.
final class Blanks {
  private static final Pattern BLANK = Pattern.compile("%([a-z]\\d+)%");

  private Blanks() {}

  static String uid(int number) {
    return "%u" + number + "%";
  }

  static String gid(int number) {
    return "%g" + number + "%";
  }

  static String members(int number) {
    return "%m" + number + "%";
  }

  static String subordinates(int number) {
    return "%s" + number + "%";
  }

  static String eachSubordinate(int number) {
    return "%r" + number + "%";
  }

  static String level(int number) {
    return "%c" + number + "%";
  }

  static String path(int number) {
    return "%p" + number + "%";
  }

  static String filled(String text, List<Subject> subjects, Identities identities) {
    Map<String, List<String>> values = new HashMap<>();
    for (int i = 0; i < subjects.size(); i++) {
      int number = i + 1;
      identities.of(subjects.get(i)).ifPresent(found -> put(values, number, found));
    }
    return text.lines()
        .filter(
            line -> BLANK.matcher(line).results().allMatch(it -> values.containsKey(it.group(1))))
        .flatMap(line -> lines(line, values))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /// One, or with a range in it one for each.
  private static Stream<String> lines(String line, Map<String, List<String>> values) {
    Matcher blank = BLANK.matcher(line);
    if (!blank.find()) {
      return Stream.of(line);
    }
    return values.getOrDefault(blank.group(1), List.of()).stream()
        .map(it -> line.substring(0, blank.start()) + it + line.substring(blank.end()))
        .flatMap(it -> lines(it, values));
  }

  private static void put(Map<String, List<String>> values, int number, Found found) {
    switch (found) {
      case Found.User user -> {
        values.put("u" + number, List.of("" + user.uid()));
        subordinates(values, number, user.subordinates());
      }
      case Found.Group group -> {
        values.put("g" + number, List.of("" + group.gid()));
        if (!group.members().isEmpty()) {
          values.put("m" + number, List.of(joined(group.members())));
        }
        subordinates(values, number, group.subordinates());
      }
      case Found.Cgroup cgroup -> {
        long level = cgroup.path().chars().filter(each -> each == '/').count() + 1;
        values.put(
            "c" + number,
            List.of("level %d \"%s%s\"".formatted(level, cgroup.mount(), cgroup.path())));
        values.put("p" + number, List.of(cgroup.path()));
      }
    }
  }

  private static void subordinates(
      Map<String, List<String>> values, int number, List<Range> ranges) {
    if (!ranges.isEmpty()) {
      values.put("s" + number, List.of(joined(ranges)));
      values.put("r" + number, ranges.stream().map(Range::toString).toList());
    }
  }

  private static String joined(List<?> items) {
    return items.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
