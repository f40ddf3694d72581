package io.sekisho.passage;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.estate.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads the members of bodies into what they mean.
final class Said {
  private Said() {}

  /// The constant that a word names, in lower case.
  ///
  /// @param without what can't be chosen
  static <E extends Enum<E>> E word(Class<E> type, String said, String field, Set<E> without) {
    List<E> all =
        Arrays.stream(type.getEnumConstants()).filter(it -> !without.contains(it)).toList();
    return all.stream()
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(said))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    field,
                    all.stream()
                        .map(it -> it.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "Give one of ", "."))));
  }

  static <E extends Enum<E>> E word(Class<E> type, String said, String field) {
    return word(type, said, field, Set.of());
  }

  /// A number within bounds.
  static int number(int said, int least, int most, String field) {
    if (said < least || said > most) {
      throw Refusal.invalid(field, "It is between %d and %d.".formatted(least, most));
    }
    return said;
  }

  /// A member without which there is nothing to do.
  static <T> T needed(Optional<T> said, String field) {
    return said.orElseThrow(() -> Refusal.missing(field, "Give " + field + "."));
  }

  /// An IPv4 address.
  static Ip ip(String said, String field) {
    return ipv4(() -> Ip.parse(said), it -> it.v6(), said, field, "address, such as 192.0.2.1");
  }

  /// A block of IPv4 addresses.
  static Prefix block(String said, String field) {
    return ipv4(
        () -> Prefix.parse(said), it -> it.first().v6(), said, field, "block, such as 10.0.0.0/24");
  }

  private static <T> T ipv4(
      Supplier<T> made,
      java.util.function.Predicate<T> v6,
      String said,
      String field,
      String what) {
    try {
      T it = made.get();
      if (!v6.test(it)) {
        return it;
      }
    } catch (IllegalArgumentException _) {
      // As for what is of the other family.
    }
    throw Refusal.invalid(field, "%s is no IPv4 %s.".formatted(said, what));
  }
}
