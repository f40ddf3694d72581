package io.sekisho.trust;

import io.sekisho.iam.ClaimRule.Condition;
import java.util.List;

/// What became of one condition of a claim rule.
///
/// @param actual what the compute resource has under that claim; empty if nothing
public record ConditionFinding(Condition condition, List<String> actual, Verdict verdict) {
  public ConditionFinding {
    actual = List.copyOf(actual);
  }

  public boolean holds() {
    return verdict == Verdict.HOLDS;
  }

  /// One phrase for a log or a person.
  public String sentence() {
    String claim = "`" + condition.claim() + "`";
    String comparison = condition.operator() + " " + condition.value();
    return switch (verdict) {
      case HOLDS -> claim + " " + comparison + " holds";
      case DIFFERS -> claim + " is " + String.join(", ", actual) + ", not " + comparison;
      case NO_SUCH_CLAIM -> "there is no claim " + claim;
      case CLAIM_ABSENT -> "this compute resource has no " + claim;
      case VALUE_MALFORMED -> claim + " " + comparison + " has no usable value";
    };
  }

  /// Everything but [#HOLDS] means that the rule does not hold, whatever the operator: a condition
  /// that cannot be judged, or that is about nothing, must not open a door by being negated.
  public enum Verdict {
    HOLDS,
    DIFFERS,
    /// No compute resource has a claim of that name.
    NO_SUCH_CLAIM,
    /// The claim exists, but not for this compute resource.
    CLAIM_ABSENT,
    /// The condition's value is empty, half-quoted, or no array where one is needed.
    VALUE_MALFORMED
  }
}
