package io.sekisho.exposure;

import java.util.List;
import java.util.Optional;

/// A chain of rules.
///
/// @param family `ip`, `ip6` or `inet`
/// @param table with its family and origin: names of chains are unique in it
/// @param base where packets enter by themselves; empty for chains that others jump to
record Chain(String family, String table, String name, Optional<Base> base, List<Rule> rules) {
  Chain {
    rules = List.copyOf(rules);
  }

  /// @param hook such as `output`
  /// @param priority lower ones are first
  /// @param drops what its policy does with whatever comes to its end
  /// @param translates whether it sees only the first packet of a connection
  record Base(String hook, int priority, boolean drops, boolean translates) {}

  boolean sees(boolean v6) {
    return switch (family) {
      case "inet" -> true;
      case "ip" -> !v6;
      case "ip6" -> v6;
      default -> false;
    };
  }

  String place() {
    return table + " " + name;
  }
}
