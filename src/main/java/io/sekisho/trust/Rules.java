package io.sekisho.trust;

import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ComputeType;
import io.sekisho.trust.Claims.Claim;
import io.sekisho.trust.ConditionFinding.Verdict;
import java.util.List;
import java.util.Optional;

/// Judges claim rules against what is claimed of somebody.
final class Rules {
  private final Claims claims;

  Rules(Claims claims) {
    this.claims = claims;
  }

  /// @param type of the compute resource that the claims are of
  RuleFinding judge(ClaimRule rule, ComputeType type) {
    List<ConditionFinding> conditions = rule.conditions().stream().map(this::judge).toList();
    return new RuleFinding(rule, rule.type() == type, conditions);
  }

  /// Whether all conditions hold.
  boolean hold(List<Condition> conditions) {
    return conditions.stream().map(this::judge).allMatch(ConditionFinding::holds);
  }

  private ConditionFinding judge(Condition condition) {
    Optional<Claim> claim = claims.find(condition.claim());
    return new ConditionFinding(
        condition, claim.map(Claim::values).orElse(List.of()), verdict(condition, claim));
  }

  private Verdict verdict(Condition condition, Optional<Claim> claim) {
    if (claim.isEmpty()) {
      return claims.exists(condition.claim()) ? Verdict.CLAIM_ABSENT : Verdict.NO_SUCH_CLAIM;
    }
    return Operand.of(condition)
        .map(values -> holds(condition, claim.get(), values) ? Verdict.HOLDS : Verdict.DIFFERS)
        .orElse(Verdict.VALUE_MALFORMED);
  }

  /// Of a claim with several values, one must meet a comparison; none may meet a negated one.
  private static boolean holds(Condition condition, Claim claim, List<String> wanted) {
    List<String> actual = claim.values();
    String value = wanted.getFirst();
    return switch (condition.operator()) {
      case EQUALS -> actual.contains(value);
      case NOT_EQUALS -> !actual.contains(value);
      case EQUALS_IGNORE_CASE -> actual.stream().anyMatch(value::equalsIgnoreCase);
      case NOT_EQUALS_IGNORE_CASE -> actual.stream().noneMatch(value::equalsIgnoreCase);
      case CONTAINS ->
          claim.array() ? actual.contains(value) : actual.stream().anyMatch(t -> t.contains(value));
      case IN -> actual.stream().anyMatch(wanted::contains);
    };
  }
}
