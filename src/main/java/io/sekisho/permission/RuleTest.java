package io.sekisho.permission;

import io.sekisho.iam.Policy.Clause;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Join;
import io.sekisho.iam.Policy.Pattern;
import io.sekisho.iam.Policy.Rule;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A policy's rule, made ready to be asked often.
record RuleTest(Join join, List<Part> parts) {
  static final String DAY = "{{environment.attributes.day_of_week}}";
  static final String TIME = "{{environment.attributes.current_time}}";
  static final String DATE = "{{environment.attributes.current_date}}";
  static final String DATE_TIME = "{{environment.attributes.current_date_time}}";
  private static final Set<String> OF_TIME = Set.of(DAY, TIME, DATE, DATE_TIME);
  private static final String OF_RESOURCE = "{{resource.attributes.";
  private static final String OF_ENVIRONMENT = "{{environment.attributes.";
  private static final String END = "}}";

  /// A clause.
  record Part(Join join, List<Leaf> leaves) {
    boolean holds(Question question) {
      return RuleTest.holds(join, leaves, leaf -> leaf.holds(question));
    }
  }

  /// One condition.
  sealed interface Leaf {
    boolean holds(Question question);

    Condition condition();
  }

  private record OfTime(Condition condition, Moment moment) implements Leaf {
    @Override
    public boolean holds(Question question) {
      return moment.holds(question.at());
    }
  }

  private record OfResource(Condition condition, String name, Comparison comparison)
      implements Leaf {
    @Override
    public boolean holds(Question question) {
      return comparison.holds(question.resource().get(name));
    }
  }

  private record OfEnvironment(Condition condition, String name, Comparison comparison)
      implements Leaf {
    @Override
    public boolean holds(Question question) {
      return comparison.holds(question.environment().get(name));
    }
  }

  /// Empty if any of it cannot be understood: of a rule that is half understood nothing may hold.
  static Optional<RuleTest> of(Rule rule) {
    List<Part> parts = new ArrayList<>();
    for (Clause clause : rule.clauses()) {
      List<Leaf> leaves = new ArrayList<>();
      for (Condition condition : clause.conditions()) {
        leaf(rule.pattern(), condition).ifPresent(leaves::add);
      }
      if (leaves.size() < clause.conditions().size()) {
        return Optional.empty();
      }
      parts.add(new Part(clause.join(), leaves));
    }
    return Optional.of(new RuleTest(rule.join(), parts));
  }

  /// A condition as the pattern of its rule allows it; empty if it does not, or if the value makes
  /// no sense for the operator.
  static Optional<Leaf> leaf(Pattern pattern, Condition condition) {
    if (pattern == Pattern.RESOURCE) {
      return ofText(condition);
    }
    return allows(pattern, condition)
        ? Moment.of(condition).map(moment -> new OfTime(condition, moment))
        : Optional.empty();
  }

  boolean holds(Question question) {
    return holds(join, parts, part -> part.holds(question));
  }

  /// What does not hold, in words.
  String unmet(Question question) {
    return parts.stream()
        .filter(part -> !part.holds(question))
        .map(part -> part.leaves.stream().filter(leaf -> !leaf.holds(question)))
        .map(leaves -> leaves.map(leaf -> words(leaf, question)).collect(Collectors.toList()))
        .map(words -> String.join(", ", words))
        .collect(Collectors.joining("; "));
  }

  private static String words(Leaf leaf, Question question) {
    String wanted = leaf.condition().sentence();
    return leaf instanceof OfTime
        ? wanted + ", and it is " + question.at().truncatedTo(ChronoUnit.SECONDS)
        : wanted;
  }

  private static Optional<Leaf> ofText(Condition condition) {
    String key = condition.key();
    Optional<Comparison> comparison = Comparison.of(condition);
    if (comparison.isEmpty() || !key.endsWith(END) || OF_TIME.contains(key)) {
      return Optional.empty();
    }
    if (key.startsWith(OF_RESOURCE)) {
      String name = key.substring(OF_RESOURCE.length(), key.length() - END.length());
      return Optional.of(new OfResource(condition, name, comparison.get()));
    }
    if (key.startsWith(OF_ENVIRONMENT)) {
      String name = key.substring(OF_ENVIRONMENT.length(), key.length() - END.length());
      return Optional.of(new OfEnvironment(condition, name, comparison.get()));
    }
    return Optional.empty();
  }

  /// Which keys a pattern of time may have, and which operators go with them.
  private static boolean allows(Pattern pattern, Condition condition) {
    String key = condition.key();
    String operator = condition.operator().name();
    boolean day = key.equals(DAY) && operator.startsWith("DAY_OF_WEEK_");
    return switch (pattern) {
      case ONCE ->
          (key.equals(DATE_TIME) && operator.startsWith("DATE_TIME_"))
              || (key.equals(DATE)
                  && operator.startsWith("DATE_")
                  && !operator.startsWith("DATE_TIME_"));
      case WEEKLY_ALL_DAY -> day;
      case WEEKLY_CUSTOM_HOURS -> day || (key.equals(TIME) && operator.startsWith("TIME_"));
      case RESOURCE -> false;
    };
  }

  private static <T> boolean holds(Join join, List<T> parts, Predicate<T> test) {
    for (T part : parts) {
      if (test.test(part) == (join == Join.OR)) {
        return join == Join.OR;
      }
    }
    return join != Join.OR;
  }
}
