package io.sekisho.helper;

import io.sekisho.linux.RuleCounters.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the rules of all namespaces have counted at one time, handed over in pieces of which each
/// fits a frame.
final class Readings {
  /// Counters in a piece: some two mebibytes, if all have the longest names.
  private static final int PIECE = 10_000;

  private final List<Reading> left = new ArrayList<>();

  private record Reading(String namespace, Count count) {}

  /// From now on hands these over, in place of what is left of earlier ones.
  void begin(Map<String, List<Count>> counted) {
    left.clear();
    counted.forEach((name, all) -> all.forEach(it -> left.add(new Reading(name, it))));
  }

  Reply.Counted next() {
    List<Reading> piece = left.subList(Math.max(0, left.size() - PIECE), left.size());
    Map<String, List<Count>> counts = new LinkedHashMap<>();
    piece.forEach(it -> counts.computeIfAbsent(it.namespace, _ -> new ArrayList<>()).add(it.count));
    piece.clear();
    return new Reply.Counted(counts, !left.isEmpty());
  }
}
