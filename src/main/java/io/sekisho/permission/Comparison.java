package io.sekisho.permission;

import io.sekisho.iam.Policy.Condition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A condition on a text, made ready to be asked often.
///
/// Nothing is met by what is absent, but `stringExists` with `false`.
sealed interface Comparison {
  boolean holds(@Nullable String actual);

  /// `stringEquals`.
  record Same(String value) implements Comparison {
    @Override
    public boolean holds(@Nullable String actual) {
      return value.equals(actual);
    }
  }

  /// `stringEqualsAnyOf`.
  record AnyOf(Set<String> values) implements Comparison {
    @Override
    public boolean holds(@Nullable String actual) {
      return actual != null && values.contains(actual);
    }
  }

  /// `stringMatch` and `stringMatchAnyOf`.
  record Like(List<Wildcard> patterns) implements Comparison {
    @Override
    public boolean holds(@Nullable String actual) {
      if (actual == null) {
        return false;
      }
      for (Wildcard pattern : patterns) {
        if (pattern.matches(actual)) {
          return true;
        }
      }
      return false;
    }
  }

  /// `stringExists`: what exists may be empty.
  record Exists(boolean wanted) implements Comparison {
    @Override
    public boolean holds(@Nullable String actual) {
      return (actual != null) == wanted;
    }
  }

  /// Empty if the condition is not about a text, or says nothing that can be understood.
  static Optional<Comparison> of(Condition condition) {
    return switch (condition.operator()) {
      case STRING_EQUALS -> Optional.of(new Same(condition.value()));
      case STRING_EQUALS_ANY_OF -> Optional.of(new AnyOf(Set.copyOf(condition.values())));
      case STRING_MATCH, STRING_MATCH_ANY_OF ->
          condition.values().stream().allMatch(it -> it.length() <= Proposal.MAX_VALUE)
              ? Optional.of(new Like(condition.values().stream().map(Wildcard::new).toList()))
              : Optional.empty();
      case STRING_EXISTS ->
          switch (condition.value()) {
            case "true" -> Optional.of(new Exists(true));
            case "false" -> Optional.of(new Exists(false));
            default -> Optional.empty();
          };
      case TIME_LESS_THAN,
          TIME_LESS_THAN_OR_EQUALS,
          TIME_GREATER_THAN,
          TIME_GREATER_THAN_OR_EQUALS,
          DATE_LESS_THAN,
          DATE_LESS_THAN_OR_EQUALS,
          DATE_GREATER_THAN,
          DATE_GREATER_THAN_OR_EQUALS,
          DATE_TIME_LESS_THAN,
          DATE_TIME_LESS_THAN_OR_EQUALS,
          DATE_TIME_GREATER_THAN,
          DATE_TIME_GREATER_THAN_OR_EQUALS,
          DAY_OF_WEEK_EQUALS,
          DAY_OF_WEEK_ANY_OF ->
          Optional.empty();
    };
  }
}
