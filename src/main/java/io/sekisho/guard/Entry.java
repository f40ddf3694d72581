package io.sekisho.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A user or a group as a name service lists it: a line of `getent passwd` or `getent group`, or of
/// the files that these read.
///
/// @param id its number
/// @param rest a user's group, or the members of a group
public record Entry(String name, long id, String rest) {
  private static final String NUMBER = "\\d{1,10}";

  /// Those users of a listing that can be understood.
  public static Stream<Entry> users(String listing) {
    return listing.lines().flatMap(it -> read(it).stream()).filter(it -> it.rest.matches(NUMBER));
  }

  /// Those groups of a listing that can be understood.
  public static Stream<Entry> groups(String listing) {
    return listing.lines().flatMap(it -> read(it).stream());
  }

  private static Optional<Entry> read(String line) {
    String[] fields = line.split(":", -1);
    return fields.length > 2 && fields[2].matches(NUMBER)
        ? Optional.of(
            new Entry(fields[0], Long.parseLong(fields[2]), fields.length > 3 ? fields[3] : ""))
        : Optional.empty();
  }

  /// The number of a user's first group.
  public long group() {
    return Long.parseLong(rest);
  }

  /// Names of those who have a group as a further one.
  public List<String> members() {
    return Arrays.stream(rest.split(",", -1)).filter(it -> !it.isBlank()).toList();
  }
}
