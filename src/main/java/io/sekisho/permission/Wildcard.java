package io.sekisho.permission;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A pattern of `stringMatch`: `*` is any characters or none, `?` is one, `{{*}}` and `{{?}}` are
/// the characters themselves. A character is a code point; upper and lower case differ.
///
/// A text goes through all places in the pattern that it can be at, at once: a place is a bit, and
/// a character of the text costs a few operations on words of 64 places, whatever the pattern. So
/// neither takes longer than the other's length says, and nothing goes back.
final class Wildcard {
  /// The longest text that any pattern is held against; a longer one meets none. No attribute is as
  /// long as a value may be.
  static final int MAX_TEXT = 2 * Proposal.MAX_VALUE;

  private static final int WORD = Long.SIZE;

  /// How many characters a text has at least: each of the pattern leads on to the next place.
  private final int end;

  /// Places where any characters may come and lead nowhere, for there is a `*`.
  private final long[] waiting;

  /// Places that any character leads on from, for there is a `?`.
  private final long[] any;

  /// The characters themselves, in order, and for each of them the words of places it leads on
  /// from: those between its number and the next one in `first`.
  private final int[] characters;

  private final int[] first;
  private final int[] words;
  private final long[] bits;

  Wildcard(String pattern) {
    long[] waits = new long[pattern.length() / WORD + 1];
    long[] anyone = new long[waits.length];
    Map<Integer, Map<Integer, Long>> known = new TreeMap<>();
    int place = 0;
    int at = 0;
    while (at < pattern.length()) {
      boolean escaped = pattern.startsWith("{{*}}", at) || pattern.startsWith("{{?}}", at);
      int character = escaped ? pattern.charAt(at + 2) : pattern.codePointAt(at);
      long bit = 1L << (place % WORD);
      if (!escaped && character == '*') {
        waits[place / WORD] |= bit;
      } else {
        if (!escaped && character == '?') {
          anyone[place / WORD] |= bit;
        } else {
          known
              .computeIfAbsent(character, any -> new TreeMap<>())
              .merge(place / WORD, bit, (one, other) -> one | other);
        }
        place++;
      }
      at += escaped ? 5 : Character.charCount(character);
    }
    this.end = place;
    this.waiting = Arrays.copyOf(waits, place / WORD + 1);
    this.any = Arrays.copyOf(anyone, place / WORD + 1);
    this.characters = known.keySet().stream().mapToInt(Integer::intValue).toArray();
    int[] counts = known.values().stream().mapToInt(Map::size).toArray();
    this.first = new int[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      first[i + 1] = first[i] + counts[i];
    }
    this.words =
        known.values().stream()
            .flatMap(each -> each.keySet().stream())
            .mapToInt(Integer::intValue)
            .toArray();
    this.bits =
        known.values().stream()
            .flatMap(each -> each.values().stream())
            .mapToLong(Long::longValue)
            .toArray();
  }

  boolean matches(String text) {
    return text.length() <= MAX_TEXT && new Run().goesThrough(text);
  }

  /// One text's way.
  final class Run {
    private long[] here = new long[waiting.length];
    private long[] next = new long[waiting.length];

    /// How many words were looked at.
    int steps;

    boolean goesThrough(String text) {
      here[0] = 1;
      boolean alive = true;
      for (int at = 0; alive && at < text.length(); ) {
        int character = text.codePointAt(at);
        at += Character.charCount(character);
        alive = follow(character);
      }
      return alive && ((here[end / WORD] >>> (end % WORD)) & 1) == 1;
    }

    /// @return whether there is a place left to be at
    private boolean follow(int character) {
      for (int word = 0; word < here.length; word++) {
        next[word] = here[word] & any[word];
        steps++;
      }
      int found = Arrays.binarySearch(characters, character);
      for (int i = found < 0 ? 0 : first[found]; found >= 0 && i < first[found + 1]; i++) {
        next[words[i]] |= here[words[i]] & bits[i];
        steps++;
      }
      long carried = 0;
      long left = 0;
      for (int word = 0; word < here.length; word++) {
        long leading = next[word];
        next[word] = (leading << 1) | carried | (here[word] & waiting[word]);
        carried = leading >>> (WORD - 1);
        left |= next[word];
        steps++;
      }
      long[] was = here;
      here = next;
      next = was;
      return left != 0;
    }
  }
}
