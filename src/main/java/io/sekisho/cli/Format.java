package io.sekisho.cli;

import java.util.Locale;

/// How a result is printed.
public enum Format {
  /// Columns that fit a terminal.
  TABLE,
  /// Every column there is.
  WIDE,
  JSON,
  YAML;

  /// As it is typed after `-o`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
