package io.sekisho.inventory;

import java.util.ArrayList;
import java.util.List;

/// Gathers everything that is wrong with a document, so that all of it can be told at once.
public final class Findings {
  /// More are counted, not kept: nobody reads on.
  public static final int MAX_KEPT = 500;

  private final List<Finding> all = new ArrayList<>();
  private int dropped;

  /// One mistake.
  ///
  /// @param path such as `accounts[0].instances[2].name`; empty for the document itself
  /// @param message what is wrong and what to do, to be read after the path
  public record Finding(String path, String message) {}

  public void add(String path, String message) {
    if (all.size() < MAX_KEPT) {
      all.add(new Finding(path, message));
    } else {
      dropped++;
    }
  }

  /// Counts findings that were not kept elsewhere already.
  void drop(int more) {
    dropped += more;
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /// How many there are so far, kept or not.
  public int size() {
    return all.size() + dropped;
  }

  public List<Finding> all() {
    return List.copyOf(all);
  }
}
