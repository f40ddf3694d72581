package io.sekisho.cli;

import java.util.List;

/// Rows of text under headings.
///
/// @param headings one per column
/// @param rows each as long as the headings
public record Table(List<String> headings, List<List<String>> rows) {
  public Table {
    headings = List.copyOf(headings);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != headings.size()) {
        throw new IllegalArgumentException("a row needs as many cells as there are headings");
      }
    }
  }
}
