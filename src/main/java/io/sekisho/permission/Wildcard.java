package io.sekisho.permission;

import java.util.Arrays;

/// A pattern of `stringMatch`: `*` is any characters or none, `?` is one, `{{*}}` and `{{?}}` are
/// the characters themselves. A character is a code point; upper and lower case differ.
final class Wildcard {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] parts;

  Wildcard(String pattern) {
    int[] found = new int[pattern.length()];
    int count = 0;
    for (int at = 0; at < pattern.length(); count++) {
      if (pattern.startsWith("{{*}}", at) || pattern.startsWith("{{?}}", at)) {
        found[count] = pattern.charAt(at + 2);
        at += 5;
      } else {
        int character = pattern.codePointAt(at);
        found[count] = character == '*' ? ANY : character == '?' ? ONE : character;
        at += Character.charCount(character);
      }
    }
    this.parts = Arrays.copyOf(found, count);
  }

  /// Takes at most as many steps as pattern and text multiplied: no pattern makes it explode.
  boolean matches(String text) {
    int part = 0;
    int at = 0;
    int star = -1;
    int retry = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (part < parts.length && parts[part] == ANY) {
        star = part++;
        retry = at;
      } else if (part < parts.length && (parts[part] == ONE || parts[part] == character)) {
        part++;
        at += Character.charCount(character);
      } else if (star >= 0) {
        part = star + 1;
        retry += Character.charCount(text.codePointAt(retry));
        at = retry;
      } else {
        return false;
      }
    }
    while (part < parts.length && parts[part] == ANY) {
      part++;
    }
    return part == parts.length;
  }
}
