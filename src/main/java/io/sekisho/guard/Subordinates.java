package io.sekisho.guard;

import io.sekisho.guard.Identities.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Further numbers that somebody can be: each of a range is theirs in a user namespace of their
/// own, and the kernel's rules see it as it is here.
///
/// @param owner a name, or a number
public record Subordinates(String owner, Range range) {
  private static final Pattern LINE =
      Pattern.compile("([^#:\\s]+):(\\d{1,10}):([1-9]\\d{0,9})\\s*");

  /// What `/etc/subuid` or `/etc/subgid` gives out: owner, first one, how many. Lines that can't be
  /// understood give nothing.
  public static Stream<Subordinates> read(Stream<String> lines) {
    return lines
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(it -> new Subordinates(it.group(1), range(it)))
        .filter(it -> it.range.first() <= it.range.last());
  }

  private static Range range(MatchResult line) {
    long first = Long.parseLong(line.group(2));
    long last = first + Long.parseLong(line.group(3)) - 1;
    return new Range(first, Math.min(last, Subject.LAST_ID));
  }

  /// The ranges of some users, without overlaps, in order.
  ///
  /// @param whose names and numbers
  public static List<Range> of(Stream<String> lines, Collection<String> whose) {
    List<Range> merged = new ArrayList<>();
    read(lines)
        .filter(it -> whose.contains(it.owner))
        .map(Subordinates::range)
        .sorted(Comparator.comparingLong(Range::first))
        .forEach(it -> add(merged, it));
    return List.copyOf(merged);
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
