package io.sekisho.inventory;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody probably meant to write.
public final class Nearest {
  private Nearest() {}

  /// The known word that is closest to `word`; empty if none is close.
  public static Optional<String> to(String word, Collection<String> known) {
    int limit = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(each -> Math.abs(each.length() - word.length()) <= limit)
        .filter(each -> distance(word, each) <= limit)
        .min(Comparator.comparingInt(each -> distance(word, each)));
  }

  /// A question to put after a refusal, or nothing.
  public static String question(String word, Collection<String> known) {
    return to(word, known).map(near -> " Did you mean " + near + "?").orElse("");
  }

  /// Levenshtein's distance.
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal : diagonal + 1;
        diagonal = row[j];
        row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
