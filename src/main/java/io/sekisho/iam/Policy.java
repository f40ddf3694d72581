package io.sekisho.iam;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a subject may do with resources of the policy's account: IBM's policies of both versions.
///
/// @param id a UUID
/// @param account whose resources it is about; a policy never reaches beyond its account
public record Policy(String id, AccountId account, Terms terms, State state, Stamps stamps) {
  /// IBM's limit of values that an operator of several compares with.
  public static final int MAX_VALUES = 10;

  /// IBM's limit of conditions in a rule, on both levels together.
  public static final int MAX_CONDITIONS = 10;

  /// What a policy says.
  ///
  /// @param subject who: one `iam_id` or `access_group_id`; of an authorization, what service
  /// @param resource on what: attributes that a resource has to have, `accountId` among them
  /// @param tags access tags, all of which a resource has to have
  /// @param roles the CRNs of the roles granted
  /// @param rule what has to hold beside
  public record Terms(
      Type type,
      Version version,
      List<Condition> subject,
      List<Condition> resource,
      List<Condition> tags,
      List<String> roles,
      Optional<Rule> rule,
      String description) {
    public Terms {
      subject = List.copyOf(subject);
      resource = List.copyOf(resource);
      tags = List.copyOf(tags);
      roles = List.copyOf(roles);
    }

    /// The same grant in the one way to write it: two policies are duplicates, which IBM refuses
    /// with `policy_conflict_error`, if these are equal. Order, version and description count for
    /// nothing.
    public Terms canonical() {
      return new Terms(
          type,
          Version.V2,
          sorted(subject),
          sorted(resource),
          sorted(tags),
          roles.stream().sorted().distinct().toList(),
          rule.map(Rule::canonical),
          "");
    }

    private static List<Condition> sorted(Collection<Condition> conditions) {
      return conditions.stream().map(Condition::canonical).sorted(Condition.ORDER).toList();
    }
  }

  /// One comparison of an attribute with one value, or with several where the operator takes
  /// several. [Operator#STRING_EXISTS] takes `true` or `false`.
  public record Condition(String key, Operator operator, List<String> values) {
    private static final Comparator<Condition> ORDER =
        Comparator.comparing(Condition::key)
            .thenComparing(Condition::operator)
            .thenComparing(condition -> condition.values.toString());

    public Condition {
      values = List.copyOf(values);
      if (values.isEmpty() || values.size() > (operator.takesSeveral() ? MAX_VALUES : 1)) {
        throw new IllegalArgumentException(operator.wireName() + " takes no " + values.size());
      }
    }

    /// The value, or the first of several.
    public String value() {
      return values.getFirst();
    }

    /// Whether it is met by this value and by no other.
    public boolean isExactly(String wanted) {
      return operator == Operator.STRING_EQUALS && value().equals(wanted);
    }

    /// One phrase for a person.
    public String sentence() {
      return key + " " + operator.wireName + " " + String.join(" ", values);
    }

    private Condition canonical() {
      return new Condition(key, operator, values.stream().sorted().distinct().toList());
    }
  }

  /// What has to hold beside subject, resource and tags: clauses, all of them or one of them.
  public record Rule(Pattern pattern, Join join, List<Clause> clauses) {
    public Rule {
      clauses = List.copyOf(clauses);
      join.check(clauses.size());
      if (clauses.stream().mapToInt(clause -> clause.conditions.size()).sum() > MAX_CONDITIONS) {
        throw new IllegalArgumentException("a rule has at most " + MAX_CONDITIONS + " conditions");
      }
    }

    private Rule canonical() {
      List<Clause> parts =
          clauses.stream()
              .map(Clause::canonical)
              .sorted(Comparator.comparing(Clause::toString))
              .toList();
      return new Rule(pattern, join, parts);
    }
  }

  /// Conditions, all of them or one of them; a single one stands for itself.
  public record Clause(Join join, List<Condition> conditions) {
    public Clause {
      conditions = List.copyOf(conditions);
      join.check(conditions.size());
    }

    private Clause canonical() {
      return new Clause(join, Terms.sorted(conditions));
    }
  }

  /// How the parts of a rule belong together.
  public enum Join {
    /// There is one part.
    SINGLE,
    AND,
    OR;

    private void check(int parts) {
      if (parts == 0 || parts > MAX_CONDITIONS || (this == SINGLE && parts > 1)) {
        throw new IllegalArgumentException(this + " cannot join " + parts);
      }
    }
  }

  /// Access of an identity, or of a service to another one.
  public enum Type {
    ACCESS,
    AUTHORIZATION
  }

  /// Of IBM's API, by which it was written.
  public enum Version {
    V1,
    V2
  }

  /// Whether it counts.
  public enum State {
    ACTIVE,
    DELETED
  }

  /// What a rule may be made of; IBM wants it named beside the rule.
  public enum Pattern {
    ONCE("time-based-conditions:once"),
    WEEKLY_ALL_DAY("time-based-conditions:weekly:all-day"),
    WEEKLY_CUSTOM_HOURS("time-based-conditions:weekly:custom-hours"),
    RESOURCE("attribute-based-condition:resource:literal-and-wildcard");

    private final String wireName;

    Pattern(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /// The pattern of that name on the wire, if there is one.
    public static Optional<Pattern> named(String wireName) {
      return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
    }
  }

  /// IBM's operators.
  public enum Operator {
    STRING_EQUALS("stringEquals"),
    STRING_EXISTS("stringExists"),
    STRING_MATCH("stringMatch"),
    STRING_EQUALS_ANY_OF("stringEqualsAnyOf"),
    STRING_MATCH_ANY_OF("stringMatchAnyOf"),
    TIME_LESS_THAN("timeLessThan"),
    TIME_LESS_THAN_OR_EQUALS("timeLessThanOrEquals"),
    TIME_GREATER_THAN("timeGreaterThan"),
    TIME_GREATER_THAN_OR_EQUALS("timeGreaterThanOrEquals"),
    DATE_LESS_THAN("dateLessThan"),
    DATE_LESS_THAN_OR_EQUALS("dateLessThanOrEquals"),
    DATE_GREATER_THAN("dateGreaterThan"),
    DATE_GREATER_THAN_OR_EQUALS("dateGreaterThanOrEquals"),
    DATE_TIME_LESS_THAN("dateTimeLessThan"),
    DATE_TIME_LESS_THAN_OR_EQUALS("dateTimeLessThanOrEquals"),
    DATE_TIME_GREATER_THAN("dateTimeGreaterThan"),
    DATE_TIME_GREATER_THAN_OR_EQUALS("dateTimeGreaterThanOrEquals"),
    DAY_OF_WEEK_EQUALS("dayOfWeekEquals"),
    DAY_OF_WEEK_ANY_OF("dayOfWeekAnyOf");

    private final String wireName;

    Operator(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /// Whether it compares with any of several values.
    public boolean takesSeveral() {
      return wireName.endsWith("AnyOf");
    }

    /// The operator of that name on the wire, if there is one.
    public static Optional<Operator> named(String wireName) {
      return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
    }
  }
}
