package io.sekisho.trust;

import io.sekisho.iam.ClaimRule;
import java.util.List;
import java.util.Optional;

/// What became of one claim rule.
///
/// @param typeFits whether the rule is for compute resources of this type at all
/// @param conditions what became of each condition, in the rule's order
public record RuleFinding(ClaimRule rule, boolean typeFits, List<ConditionFinding> conditions) {
  public RuleFinding {
    conditions = List.copyOf(conditions);
  }

  /// All conditions of a rule must hold.
  public boolean holds() {
    return typeFits && conditions.stream().allMatch(ConditionFinding::holds);
  }

  /// One phrase for a log or a person, naming the first thing that is amiss.
  public String sentence() {
    String subject = "rule " + rule.id();
    if (!typeFits) {
      return subject + " is for " + rule.type() + " only";
    }
    Optional<ConditionFinding> amiss =
        conditions.stream().filter(condition -> !condition.holds()).findFirst();
    return amiss
        .map(condition -> subject + " fails: " + condition.sentence())
        .orElse(subject + " holds");
  }
}
