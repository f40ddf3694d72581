package io.sekisho.compliance;

import io.sekisho.control.Turn;
import io.sekisho.governance.ConfigRule;
import io.sekisho.guardrail.Guardrails;
import io.sekisho.guardrail.Violation;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import java.util.List;
import java.util.Optional;

/// Refuses every write that makes a compute resource break a rule that forbids it. What broke one
/// already may change in other respects, as long as it breaks no more of it: group of conditions by
/// group.
public final class Insistence implements Turn.Insistence {
  @Override
  public Optional<Problem> objection(Turn turn, Object value, Optional<Object> before) {
    if (!(value instanceof Compute compute)) {
      return Optional.empty();
    }
    List<ConfigRule> rules = rules(turn, compute.account());
    Optional<Compute> old = before.map(Compute.class::cast);
    return rules.stream()
        .filter(ConfigRule::disallow)
        .flatMap(
            rule ->
                old
                    .map(was -> Guardrails.of(rule, was, compute))
                    .orElseGet(() -> Guardrails.of(rule, compute))
                    .stream())
        .findFirst()
        .map(Insistence::problem);
  }

  private static List<ConfigRule> rules(Turn turn, AccountId account) {
    return turn.edition().contents().all(account, ConfigRule.class);
  }

  private static Problem problem(Violation violation) {
    return Problem.of(
        Code.CONFIG_RULE_VIOLATED,
        "%s may not be like this: %s. So says the configuration rule %s (%s)%s"
            .formatted(
                violation.compute().name(),
                violation.reason(),
                violation.rule().name(),
                violation.rule().id(),
                violation.rule().description().isEmpty()
                    ? "."
                    : ": " + ended(violation.rule().description())));
  }

  private static String ended(String words) {
    return words.matches("(?s).*[.!?]") ? words : words + ".";
  }
}
