package io.sekisho.nftables;

/// Lines, indented by the blocks they stand in.
final class Printer {
  private final StringBuilder text = new StringBuilder();
  private String indent = "";

  void line(String lines) {
    lines.lines().forEach(line -> text.append(indent).append(line).append('\n'));
  }

  void block(String head, Runnable body) {
    line(head + " {");
    String outer = indent;
    indent += "  ";
    body.run();
    indent = outer;
    line("}");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
