package io.sekisho.nftables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One table.
///
/// @param family `inet` or `arp`
/// @param counters names of the counters that its rules refer to
record Table(
    String family,
    String name,
    List<String> counters,
    List<Elements> elements,
    List<Chain> chains) {
  Table {
    counters = List.copyOf(counters);
    elements = List.copyOf(elements);
    chains = List.copyOf(chains);
  }

  String title() {
    return family + " " + name;
  }

  void print(Printer out) {
    out.line("table " + title());
    // Declared first so that deleting it can't fail, whether it is there or not.
    out.line("delete table " + title());
    out.block(
        "table " + title(),
        () -> {
          counters.forEach(counter -> out.block("counter " + counter, () -> {}));
          elements.forEach(each -> each.print(out));
          chains.forEach(chain -> chain.print(out));
        });
  }

  /// Whether another table can be made of this one piece by piece. Where a packet comes in from the
  /// kernel can't be changed, nor can what kind of thing a set is.
  boolean leadsTo(Table next) {
    return title().equals(next.title())
        && hooks().equals(next.hooks())
        && sharing(elements, next.elements, Elements::name)
            .allMatch(it -> it.before.isLike(it.after));
  }

  private List<Chain> hooks() {
    return chains.stream().filter(Chain::hooked).toList();
  }

  /// What is new comes first, then rules and elements that may refer to it; what is gone goes last,
  /// when nothing refers to it any more.
  void printChange(Table next, Printer out) {
    List<Chain> rewritten =
        sharing(chains, next.chains, Chain::name)
            .filter(it -> !it.before.equals(it.after))
            .map(Pair::after)
            .toList();
    List<Chain> fresh = without(next.chains, chains, Chain::name);
    List<Chain> useless = without(chains, next.chains, Chain::name);
    List<Elements> more = without(next.elements, elements, Elements::name);
    List<String> counted = without(next.counters, counters, it -> it);
    if (!counted.isEmpty() || !more.isEmpty() || !fresh.isEmpty()) {
      out.block(
          "table " + title(),
          () -> {
            counted.forEach(it -> out.block("counter " + it, () -> {}));
            more.forEach(it -> it.print(out));
            fresh.forEach(it -> it.print(out));
          });
    }
    rewritten.forEach(it -> out.line("flush chain " + title() + " " + it.name()));
    if (!rewritten.isEmpty()) {
      out.block("table " + title(), () -> rewritten.forEach(it -> it.print(out)));
    }
    sharing(elements, next.elements, Elements::name)
        .forEach(it -> it.before.printChange(it.after, title(), out));
    useless.forEach(it -> out.line("flush chain " + title() + " " + it.name()));
    useless.forEach(it -> out.line("delete chain " + title() + " " + it.name()));
    without(elements, next.elements, Elements::name)
        .forEach(it -> out.line("delete set " + title() + " " + it.name()));
    without(counters, next.counters, it -> it)
        .forEach(it -> out.line("delete counter " + title() + " " + it));
  }

  private record Pair<T>(T before, T after) {}

  /// What is in both, in the order of the second one.
  private static <T> Stream<Pair<T>> sharing(List<T> all, List<T> after, Function<T, String> name) {
    Map<String, T> known = new HashMap<>();
    all.forEach(it -> known.put(name.apply(it), it));
    return after.stream()
        .flatMap(
            it ->
                Optional.ofNullable(known.get(name.apply(it)))
                    .map(before -> new Pair<>(before, it))
                    .stream());
  }

  private static <T> List<T> without(List<T> all, List<T> others, Function<T, String> name) {
    Set<String> known = others.stream().map(name).collect(Collectors.toSet());
    return all.stream().filter(it -> !known.contains(name.apply(it))).toList();
  }
}
