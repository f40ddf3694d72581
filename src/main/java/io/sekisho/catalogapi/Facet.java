package io.sekisho.catalogapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/// What a profile says of one property of what is made by it.
sealed interface Facet {
  /// `fixed`, `range`, `enum` or `dependent`.
  String type();

  static Amount only(int value) {
    return new Amount("fixed", value);
  }

  static Text only(String value) {
    return new Text("fixed", value);
  }

  static Range between(int min, int max) {
    return new Range("range", Optional.empty(), max, min, Optional.empty());
  }

  static Range between(int min, int max, int step, int usual) {
    return new Range("range", Optional.of(usual), max, min, Optional.of(step));
  }

  static Range dependent(int min, int max) {
    return new Range("dependent_range", Optional.empty(), max, min, Optional.of(1));
  }

  static Texts of(List<String> values) {
    return new Texts("enum", Optional.empty(), values);
  }

  static Texts of(String usual, List<String> values) {
    return new Texts("enum", Optional.of(usual), values);
  }

  record Amount(String type, int value) implements Facet {}

  record Text(String type, String value) implements Facet {}

  record Flag(String type, boolean value) implements Facet {}

  record Range(
      String type,
      @JsonProperty("default") Optional<Integer> usual,
      int max,
      int min,
      Optional<Integer> step)
      implements Facet {}

  record Texts(String type, @JsonProperty("default") Optional<String> usual, List<String> values)
      implements Facet {}

  record Numbers(String type, @JsonProperty("default") int usual, List<Integer> values)
      implements Facet {}

  record Flags(String type, @JsonProperty("default") boolean usual, List<Boolean> values)
      implements Facet {}
}
