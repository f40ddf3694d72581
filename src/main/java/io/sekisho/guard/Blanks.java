package io.sekisho.guard;

import io.sekisho.guard.Identities.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a rule's text has in place of what a machine knows: `%u1%` is the number of the first
/// subject, a user; `%g2%` and `%m2%` number and members of the second, a group; `%c3%` and `%p3%`
/// the control group of the third, as nft and as iptables write it. A line with a blank that nobody
/// can fill is struck: it is about somebody who is not there.
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

  static String level(int number) {
    return "%c" + number + "%";
  }

  static String path(int number) {
    return "%p" + number + "%";
  }

  static String filled(String text, List<Subject> subjects, Identities identities) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < subjects.size(); i++) {
      int number = i + 1;
      identities.of(subjects.get(i)).ifPresent(found -> put(values, number, found));
    }
    return text.lines()
        .filter(
            line -> BLANK.matcher(line).results().allMatch(it -> values.containsKey(it.group(1))))
        .map(
            line ->
                BLANK
                    .matcher(line)
                    .replaceAll(
                        it -> Matcher.quoteReplacement(values.getOrDefault(it.group(1), ""))))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static void put(Map<String, String> values, int number, Found found) {
    switch (found) {
      case Found.User user -> values.put("u" + number, Long.toString(user.uid()));
      case Found.Group group -> {
        values.put("g" + number, Long.toString(group.gid()));
        if (!group.members().isEmpty()) {
          values.put(
              "m" + number,
              group.members().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
      }
      case Found.Cgroup cgroup -> {
        long level = cgroup.path().chars().filter(each -> each == '/').count() + 1;
        values.put(
            "c" + number, "level %d \"%s%s\"".formatted(level, cgroup.mount(), cgroup.path()));
        values.put("p" + number, cgroup.path());
      }
    }
  }
}
