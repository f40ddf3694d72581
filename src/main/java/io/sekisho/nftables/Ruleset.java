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
  /// `next`: what is the same stays untouched, and what was counted is counted on. Where that can't
  /// be done, all is replaced. Empty if there is nothing to do.
  public String changeTo(Ruleset next) {
    if (this == next) {
      return "";
    }
    for (int i = 0; i < tables.size(); i++) {
      if (!tables.get(i).leadsTo(next.tables.get(i))) {
        return next.text();
      }
    }
    Printer out = new Printer();
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).printChange(next.tables.get(i), out);
    }
    return out.toString();
  }
}
