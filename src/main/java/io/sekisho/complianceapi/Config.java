package io.sekisho.complianceapi;

import io.sekisho.governance.ConfigRule;
import io.sekisho.governance.ConfigRule.AnyOf;
import io.sekisho.governance.ConfigRule.Required;
import io.sekisho.governance.Operator;
import io.sekisho.governance.Property;
import io.sekisho.governance.Property.Form;
import io.sekisho.problem.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.annotation.JsonDeserialize;

/// One condition, or several joined by `and` or by `or`, one level of either within the other.
record Config(
    Optional<String> description,
    Optional<String> property,
    Optional<String> operator,
    @JsonDeserialize(contentUsing = NumberAsText.class) Optional<String> value,
    Optional<List<Config>> and,
    Optional<List<Config>> or) {
  /// How many conditions a rule may have in all.
  static final int MOST = 32;

  private static final int LONGEST_TEXT = 256;
  private static final int LONGEST_VALUE = 2_048;

  static Config of(Required it) {
    List<Config> groups = it.groups().stream().map(Config::of).toList();
    Optional<String> words = Bodies.some(it.description());
    if (groups.size() > 1) {
      return several(words, Optional.of(groups), Optional.empty());
    }
    Config only = groups.getFirst();
    return new Config(words, only.property, only.operator, only.value, Optional.empty(), only.or);
  }

  private static Config of(AnyOf it) {
    List<Config> all = it.conditions().stream().map(Config::of).toList();
    return all.size() == 1
        ? all.getFirst()
        : several(Optional.empty(), Optional.empty(), Optional.of(all));
  }

  private static Config several(
      Optional<String> words, Optional<List<Config>> and, Optional<List<Config>> or) {
    return new Config(words, Optional.empty(), Optional.empty(), Optional.empty(), and, or);
  }

  private static Config of(ConfigRule.Condition it) {
    return new Config(
        Optional.empty(),
        Optional.of(it.property().wireName()),
        Optional.of(it.operator().wireName()),
        Bodies.some(it.value()),
        Optional.empty(),
        Optional.empty());
  }

  Outcome<Required> read() {
    if (description.filter(it -> it.length() > LONGEST_TEXT).isPresent()) {
      return Bodies.invalid(
          "required_config", "Its description has at most %d characters.".formatted(LONGEST_TEXT));
    }
    if (size() > MOST) {
      return Bodies.invalid("required_config", "At most %d conditions.".formatted(MOST));
    }
    Outcome<List<AnyOf>> groups =
        and.isPresent() ? all(and.get(), Config::group) : group().map(List::of);
    return groups.map(it -> new Required(description.orElse(""), it));
  }

  private int size() {
    return Stream.of(and, or)
        .flatMap(Optional::stream)
        .flatMap(List::stream)
        .mapToInt(it -> Math.max(1, it.size()))
        .sum();
  }

  private Outcome<AnyOf> group() {
    if (and.isPresent()) {
      return Bodies.invalid("required_config", "Within and, give conditions or an or.");
    }
    return or.isPresent()
        ? all(or.get(), Config::condition).map(AnyOf::new)
        : condition().map(it -> new AnyOf(List.of(it)));
  }

  private Outcome<ConfigRule.Condition> condition() {
    return condition(property, operator, value);
  }

  private static <T> Outcome<List<T>> all(List<Config> parts, Function<Config, Outcome<T>> read) {
    if (parts.isEmpty()) {
      return Bodies.invalid("required_config", "Give one condition at least.");
    }
    return Outcome.all(parts, read);
  }

  static Outcome<ConfigRule.Condition> condition(
      Optional<String> property, Optional<String> operator, Optional<String> value) {
    Optional<Property> asked = property.flatMap(Property::named);
    Optional<Operator> how = operator.flatMap(Operator::named);
    if (asked.isEmpty()) {
      return Bodies.invalid(
          "property",
          "A property is one of %s."
              .formatted(
                  Arrays.stream(Property.values())
                      .map(Property::wireName)
                      .collect(Collectors.joining(", "))));
    }
    if (value.filter(it -> it.length() > LONGEST_VALUE).isPresent()) {
      return Bodies.invalid("value", "At most %d characters.".formatted(LONGEST_VALUE));
    }
    Form form = asked.get().form();
    if (how.isEmpty() || how.get().form() != form) {
      return Bodies.invalid(
          "operator",
          "Ask %s by one of %s."
              .formatted(
                  asked.get().wireName(),
                  Arrays.stream(Operator.values())
                      .filter(it -> it.form() == form)
                      .map(Operator::wireName)
                      .collect(Collectors.joining(", "))));
    }
    boolean fits =
        how.get().compares()
            ? value.filter(it -> form != Form.NUMBER || it.matches("\\d{1,9}")).isPresent()
            : value.isEmpty();
    return fits
        ? Outcome.of(new ConfigRule.Condition(asked.get(), how.get(), value.orElse("")))
        : Bodies.invalid(
            "value",
            how.get().compares()
                ? "Give a value" + (form == Form.NUMBER ? ", a number." : ".")
                : how.get().wireName() + " takes no value.");
  }
}
