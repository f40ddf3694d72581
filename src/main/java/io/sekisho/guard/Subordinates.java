package io.sekisho.guard;

import io.sekisho.guard.Identities.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which further numbers users can be: `/etc/subuid` gives them ranges, each number of which they
/// can take in a user namespace of their own, and which the kernel's rules see as it is here.
public final class Subordinates {
  private static final Pattern LINE = Pattern.compile("([^:]+):(\\d{1,10}):([1-9]\\d{0,9})");

  private Subordinates() {}

  /// The ranges of some users, without overlaps, in order.
  ///
  /// @param lines as `/etc/subuid` has them: name or number, first one, how many
  /// @param whose names and numbers
  public static List<Range> of(Stream<String> lines, Collection<String> whose) {
    List<Range> merged = new ArrayList<>();
    lines
        .map(LINE::matcher)
        .filter(it -> it.matches() && whose.contains(it.group(1)))
        .map(it -> range(Long.parseLong(it.group(2)), Long.parseLong(it.group(3))))
        .filter(it -> it.first() <= it.last())
        .sorted(Comparator.comparingLong(Range::first))
        .forEach(it -> add(merged, it));
    return List.copyOf(merged);
  }

  private static Range range(long first, long count) {
    return new Range(first, Math.min(first + count - 1, Subject.LAST_ID));
  }

  private static void add(List<Range> merged, Range next) {
    if (!merged.isEmpty() && next.first() <= merged.getLast().last() + 1) {
      Range before = merged.removeLast();
      merged.add(new Range(before.first(), Math.max(before.last(), next.last())));
    } else {
      merged.add(next);
    }
  }
}
