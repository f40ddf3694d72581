package io.sekisho.problem;

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

  /// Levenshtein's distance, where two neighbours that changed places count once.
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] cost) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = cost[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
