package io.sekisho.api;

import java.util.Collection;
import java.util.Comparator;

/// Guesses what was meant by a name that is not there.
final class Nearest {
  private Nearest() {}

  /// A half-sentence such as `; did you mean "enabled"?`, or what there is to choose from.
  static String hint(String given, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(given, name)))
        .filter(name -> distance(given, name) <= Math.max(2, given.length() / 3))
        .map(name -> "; did you mean \"" + name + "\"?")
        .orElseGet(
            () -> known.isEmpty() ? "." : "; known are " + String.join(", ", sorted(known)) + ".");
  }

  private static Collection<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }

  /// Levenshtein's distance, one row at a time.
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
