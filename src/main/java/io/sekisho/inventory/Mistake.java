package io.sekisho.inventory;

/// A mistake with its place in the text.
///
/// @param line from 1; 0 if it is about the document as a whole
/// @param message what is wrong and what to do
public record Mistake(String path, int line, int column, String message) {
  /// A whole sentence: where, and what.
  public String text() {
    return text("the inventory");
  }

  /// The same, of another document.
  ///
  /// @param whole what the document is called
  public String text(String whole) {
    String where = line > 0 ? "line %d, column %d: ".formatted(line, column) : "";
    return where + (path.isEmpty() ? whole : path) + " " + message;
  }
}
