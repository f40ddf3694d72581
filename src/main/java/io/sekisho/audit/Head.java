package io.sekisho.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The end of a chain, which stands for everything before it.
///
/// @param sequence of the last record; 0 before the first
/// @param hash of the last record, 64 hexadecimal digits
/// @param seal of the last record; empty if it has none
public record Head(long sequence, String hash, String seal) {
  /// What the first record follows.
  public static final Head GENESIS = new Head(0, "0".repeat(64), "");

  private static final Pattern NOTE = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  /// A head that somebody wrote down, as [#note] gave it.
  ///
  /// @throws IllegalArgumentException if the text is something else
  public static Head parse(String note) {
    Matcher parts = NOTE.matcher(note);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + note + "\" is not a head: a number, a colon and 64 hexadecimal digits");
    }
    return new Head(Long.parseLong(parts.group(1)), parts.group(2), "");
  }

  /// Number and hash, to be kept where whoever can write the database can't.
  public String note() {
    return sequence + ":" + hash;
  }
}
