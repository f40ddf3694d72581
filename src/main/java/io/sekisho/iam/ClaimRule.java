package io.sekisho.iam;

import java.util.List;

/// A rule of type `Profile-CR`: every compute resource whose claims meet all conditions may assume
/// the profile.
public record ClaimRule(String id, String name, ComputeType type, List<Condition> conditions) {
  public ClaimRule {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("a claim rule needs at least one condition");
    }
  }

  /// One comparison of a claim with a value. For [Operator#IN] the value is a JSON array of
  /// strings; a value in JSON quotes (as IBM's API sends it) means the same as the bare text.
  public record Condition(String claim, Operator operator, String value) {}

  /// IBM IAM's comparison operators.
  public enum Operator {
    EQUALS,
    NOT_EQUALS,
    EQUALS_IGNORE_CASE,
    NOT_EQUALS_IGNORE_CASE,
    CONTAINS,
    IN
  }
}
