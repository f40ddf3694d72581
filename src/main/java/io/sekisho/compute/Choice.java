package io.sekisho.compute;

import io.sekisho.estate.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Members of which only some values are possible.
final class Choice {
  private Choice() {}

  /// What is said, or else what was there.
  ///
  /// @param field the member of the body
  static String of(Optional<String> said, String before, Set<String> possible, String field) {
    String value = said.orElse(before);
    if (said.isPresent() && !possible.contains(value)) {
      throw Refusal.invalid(
          field, "It is one of %s.".formatted(String.join(", ", new TreeSet<>(possible))));
    }
    return value;
  }
}
