package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.policy.Group.Rule;
import io.sekisho.policy.Packet.Content;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rules of a group in one direction, sorted by what they can tell apart: what a packet costs
/// hardly depends on what the rules say, however many packets differ.
///
/// Sixty-four rules at a time. Of each thing that rules look at it is known between which values
/// nothing changes, and which of the rules match there: one bit for each. Its size is that of the
/// rules.
final class Sieve {
  private static final int WIDTH = Long.SIZE;
  private static final int PROTOCOLS = 256;
  private static final int NUMBERS = 1 << 16;
  private static final Ip FIRST_V4 = new Ip(false, 0, 0);
  private static final Ip FIRST_V6 = new Ip(true, 0, 0);

  private final Block[] blocks;

  Sieve(List<Rule> rules) {
    blocks = new Block[(rules.size() + WIDTH - 1) / WIDTH];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = new Block(rules.subList(i * WIDTH, Math.min(rules.size(), i * WIDTH + WIDTH)));
    }
  }

  /// Whether a rule lets something begin. Makes nothing.
  ///
  /// @param here the address at the interface's own end
  /// @param remote whose the other one is, if it is an interface's
  boolean lets(Ip here, Ip there, @Nullable Place remote, Content content) {
    for (Block block : blocks) {
      if (block.lets(here, there, remote, content)) {
        return true;
      }
    }
    return false;
  }

  private static final class Block {
    private final long[] protocols = new long[PROTOCOLS];
    private final int[] firsts;
    private final long[] byFirst;
    private final int[] seconds;
    private final long[] bySecond;
    private final Ip[] locals;
    private final long[] byLocal;
    private final Ip[] remotes;
    private final long[] byRemote;
    private final Map<String, Long> byGroup = new HashMap<>();

    Block(List<Rule> rules) {
      List<Span> first = new ArrayList<>();
      List<Span> second = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        Rule rule = rules.get(i);
        long bit = 1L << i;
        first.add(Span.first(rule.traffic()));
        second.add(Span.second(rule.traffic()));
        rule.group().ifPresent(it -> byGroup.merge(it, bit, (one, other) -> one | other));
        List<Integer> numbers = rule.traffic().protocols();
        for (int number = 0; number < PROTOCOLS; number++) {
          protocols[number] |= numbers.isEmpty() || numbers.contains(number) ? bit : 0;
        }
      }
      firsts = starts(first);
      byFirst = masks(firsts, first);
      seconds = starts(second);
      bySecond = masks(seconds, second);
      locals = edges(rules.stream().map(Rule::local).toList());
      byLocal = masks(locals.length, rules, (at, rule) -> rule.local().contains(locals[at]));
      remotes = edges(rules.stream().flatMap(it -> it.remote().stream()).toList());
      byRemote =
          masks(
              remotes.length,
              rules,
              (at, rule) -> rule.remote().filter(it -> it.contains(remotes[at])).isPresent());
    }

    boolean lets(Ip here, Ip there, @Nullable Place remote, Content content) {
      long left =
          protocols[content.protocol()]
              & byFirst[at(Arrays.binarySearch(firsts, content.first()))]
              & bySecond[at(Arrays.binarySearch(seconds, content.second()))];
      if (left != 0) {
        left &= byLocal[at(Arrays.binarySearch(locals, here))];
      }
      return left != 0
          && (left & (byRemote[at(Arrays.binarySearch(remotes, there))] | members(remote))) != 0;
    }

    private long members(@Nullable Place remote) {
      long all = 0;
      if (remote != null) {
        List<String> groups = remote.groups();
        for (int i = 0; i < groups.size(); i++) {
          Long mask = byGroup.get(groups.get(i));
          all |= mask == null ? 0 : mask;
        }
      }
      return all;
    }

    /// Which start a value comes at or after.
    private static int at(int found) {
      return found < 0 ? -found - 2 : found;
    }
  }

  /// Numbers from one to another, both included.
  private record Span(int from, int to) {
    private static final Span ALL = new Span(0, NUMBERS - 1);

    static Span first(Traffic traffic) {
      return traffic
          .source()
          .map(it -> new Span(it.min(), it.max()))
          .or(() -> traffic.icmpType().map(it -> new Span(it, it)))
          .orElse(ALL);
    }

    static Span second(Traffic traffic) {
      return traffic
          .destination()
          .map(it -> new Span(it.min(), it.max()))
          .or(() -> traffic.icmpCode().map(it -> new Span(it, it)))
          .orElse(ALL);
    }
  }

  private static int[] starts(List<Span> spans) {
    TreeSet<Integer> starts = new TreeSet<>(List.of(0));
    for (Span span : spans) {
      starts.add(span.from);
      starts.add(span.to + 1);
    }
    return starts.stream().mapToInt(it -> it).toArray();
  }

  private static long[] masks(int[] starts, List<Span> spans) {
    return masks(
        starts.length, spans, (at, span) -> span.from <= starts[at] && starts[at] <= span.to);
  }

  private static Ip[] edges(List<Prefix> blocks) {
    NavigableSet<Ip> starts = new TreeSet<>(List.of(FIRST_V4, FIRST_V6));
    for (Prefix block : blocks) {
      starts.add(block.first());
      // Behind the last one there is, it begins anew: those are there already.
      starts.add(block.last().plus(1));
    }
    return starts.toArray(Ip[]::new);
  }

  private interface Matching<T> {
    boolean test(int at, T thing);
  }

  private static <T> long[] masks(int starts, List<T> things, Matching<T> matching) {
    long[] masks = new long[starts];
    for (int at = 0; at < starts; at++) {
      for (int i = 0; i < things.size(); i++) {
        masks[at] |= matching.test(at, things.get(i)) ? 1L << i : 0;
      }
    }
    return masks;
  }
}
