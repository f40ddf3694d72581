package io.sekisho.nftables;

import java.util.List;

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

  /// Everything but the elements: what an element command can't change.
  Table skeleton() {
    return new Table(
        family, name, counters, elements.stream().map(Elements::emptied).toList(), chains);
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

  void printChange(Table next, Printer out) {
    for (int i = 0; i < elements.size(); i++) {
      elements.get(i).printChange(next.elements.get(i), title(), out);
    }
  }
}
