package io.sekisho.nftables;

import java.util.List;

/// The tables of one network namespace.
public final class Ruleset {
  private final List<Table> tables;

  Ruleset(List<Table> tables) {
    this.tables = List.copyOf(tables);
  }

  /// One transaction for `nft -f` that puts these tables in place of whatever has their names.
  public String text() {
    Printer out = new Printer();
    tables.forEach(table -> table.print(out));
    return out.toString();
  }

  /// One transaction for `nft -f` that turns these tables, as they are in the kernel, into those of
  /// `next`: element by element where only elements differ, else by replacing all. Empty if there
  /// is nothing to do.
  public String changeTo(Ruleset next) {
    if (this == next) {
      return "";
    }
    if (!skeleton().equals(next.skeleton())) {
      return next.text();
    }
    Printer out = new Printer();
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).printChange(next.tables.get(i), out);
    }
    return out.toString();
  }

  private List<Table> skeleton() {
    return tables.stream().map(Table::skeleton).toList();
  }
}
