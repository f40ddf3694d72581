package io.sekisho.cli;

import io.sekisho.client.Documents;
import java.io.PrintStream;
import java.util.List;

/// The one place that prints results.
public final class Printer {
  private static final String GAP = "   ";

  private final PrintStream out;

  public Printer(PrintStream out) {
    this.out = out;
  }

  /// Columns as wide as their widest cell; a cell without text is shown as `-`.
  public void table(Table table) {
    int[] widths = widths(table);
    line(table.headings(), widths);
    table.rows().forEach(row -> line(row, widths));
  }

  /// A document as JSON or YAML.
  ///
  /// @param value a record of `wire`, a list of them, or a parsed document
  public void document(Format format, Object value) {
    switch (format) {
      case YAML -> out.print(Documents.yaml(value));
      case JSON, TABLE, WIDE -> out.println(Documents.pretty(value));
    }
  }

  /// A sentence.
  public void say(String sentence) {
    out.println(visible(sentence));
  }

  private void line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = shown(cells.get(column));
      line.append(cell).repeat(' ', widths[column] - cell.length()).append(GAP);
    }
    out.println(line.toString().stripTrailing());
  }

  private static int[] widths(Table table) {
    int[] widths = table.headings().stream().mapToInt(String::length).toArray();
    for (List<String> row : table.rows()) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], shown(row.get(column)).length());
      }
    }
    return widths;
  }

  private static String shown(String cell) {
    return cell.isEmpty() ? "-" : visible(cell);
  }

  /// What came over the wire must not steer the terminal.
  static String visible(String text) {
    return text.codePoints().anyMatch(Character::isISOControl)
        ? text.replaceAll("\\p{Cntrl}", "?").replaceAll("[\\x80-\\x9f]", "?")
        : text;
  }
}
