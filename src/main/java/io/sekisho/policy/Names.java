package io.sekisho.policy;

import java.util.regex.Pattern;

/// Ids as they stand in what the kernel is told: nothing in them may end a word there.
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

  private Names() {}

  /// @throws IllegalArgumentException unless this could be the id of a resource
  static void expect(String id) {
    if (!NAME.matcher(id).matches()) {
      throw new IllegalArgumentException("\"" + id + "\" can't be an id");
    }
  }
}
