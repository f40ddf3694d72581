package io.sekisho.message;

import java.util.HexFormat;
import java.util.Optional;

/// Percent-encoding, read once and strictly: what may stand plainly, what may stand escaped, and
/// nothing else. Nothing outside ASCII and no control character is ever accepted.
final class Escapes {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  // RFC 3986 section 3.3 without ';', which some servers read as the start of a parameter.
  private static final String SEGMENT = UNRESERVED + "!$&'()*+,=:@";

  /// A path. What may not stand plainly in a segment may not be smuggled in by an escape either, so
  /// that decoding the result again changes nothing.
  static final Escapes PATH = new Escapes(SEGMENT + "/", SEGMENT, false);

  /// A name or value of a query.
  static final Escapes QUERY = new Escapes(SEGMENT + "/?", printable(), true);

  private final boolean[] plain;
  private final boolean[] escaped;
  private final boolean plusIsSpace;

  private Escapes(String plain, String escaped, boolean plusIsSpace) {
    this.plain = table(plain);
    this.escaped = table(escaped);
    this.plusIsSpace = plusIsSpace;
  }

  /// The decoded text; empty if there is anything in it that may not be.
  Optional<String> decode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' || (plusIsSpace && c == '+')) {
        return decode(text, i);
      }
      if (!allows(plain, c)) {
        return Optional.empty();
      }
    }
    return Optional.of(text);
  }

  private Optional<String> decode(String text, int from) {
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape = c == '%';
      int value = escape ? escapeAt(text, i) : c;
      if (!allows(escape ? escaped : plain, value)) {
        return Optional.empty();
      }
      out.append(plusIsSpace && c == '+' ? ' ' : (char) value);
      i += escape ? 2 : 0;
    }
    return Optional.of(out.toString());
  }

  /// The character that an escape stands for; -1 if it is cut short or not hexadecimal.
  private static int escapeAt(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    boolean hex =
        HexFormat.isHexDigit(text.charAt(at + 1)) && HexFormat.isHexDigit(text.charAt(at + 2));
    return hex ? HexFormat.fromHexDigits(text, at + 1, at + 3) : -1;
  }

  private static boolean allows(boolean[] table, int c) {
    return c >= 0 && c < table.length && table[c];
  }

  private static String printable() {
    StringBuilder all = new StringBuilder();
    for (char c = ' '; c < 0x7f; c++) {
      all.append(c);
    }
    return all.toString();
  }

  private static boolean[] table(String members) {
    boolean[] table = new boolean[128];
    members.chars().forEach(c -> table[c] = true);
    return table;
  }
}
