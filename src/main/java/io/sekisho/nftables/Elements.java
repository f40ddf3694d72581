package io.sekisho.nftables;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A named set or map and what is in it.
///
/// @param kind `set` or `map`
/// @param properties such as `type ifname : mark`, one a line
/// @param entries in the order of printing; the value is empty in a set
record Elements(String kind, String name, String properties, Map<String, String> entries) {
  static Elements set(String name, String type, Collection<String> keys) {
    Map<String, String> entries = new LinkedHashMap<>();
    keys.forEach(key -> entries.put(key, ""));
    return new Elements("set", name, "type " + type, entries);
  }

  static Elements map(String name, String type, Map<String, String> entries) {
    return new Elements("map", name, "type " + type, entries);
  }

  /// A set that counts for each element how many packets found it.
  static Elements counting(String name, String type, Collection<String> keys) {
    return set(name, type + "\ncounter", keys);
  }

  /// A set that the kernel itself fills.
  static Elements dynamic(String name, String properties) {
    return new Elements("set", name, properties, Map.of());
  }

  /// Whether another one is declared in the same way.
  boolean isLike(Elements other) {
    return kind.equals(other.kind) && properties.equals(other.properties);
  }

  void print(Printer out) {
    out.block(
        kind + " " + name,
        () -> {
          properties.lines().forEach(out::line);
          if (!entries.isEmpty()) {
            out.block("elements =", () -> out.line(list(entries)));
          }
        });
  }

  /// The commands that turn these elements into those of `next`, which has the same declaration.
  @SuppressWarnings("ReferenceEquality") // most are the very same
  void printChange(Elements next, String table, Printer out) {
    if (this == next) {
      return;
    }
    command("delete", table, without(entries, next.entries), out);
    command("add", table, without(next.entries, entries), out);
  }

  private void command(String verb, String table, Map<String, String> changed, Printer out) {
    if (!changed.isEmpty()) {
      out.block(verb + " element " + table + " " + name, () -> out.line(list(changed)));
    }
  }

  private static Map<String, String> without(Map<String, String> all, Map<String, String> others) {
    Map<String, String> rest = new LinkedHashMap<>(all);
    rest.entrySet().removeAll(others.entrySet());
    return rest;
  }

  private static String list(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + (entry.getValue().isEmpty() ? "" : " : " + entry.getValue()))
        .collect(Collectors.joining(",\n"));
  }
}
