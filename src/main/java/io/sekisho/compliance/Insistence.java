package io.sekisho.compliance;

import io.sekisho.control.Item;
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
/// already may change in other respects: it is not the change that breaks it.
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
        .flatMap(rule -> Guardrails.of(rule, compute).stream())
        .filter(it -> old.flatMap(was -> Guardrails.of(it.rule(), was)).isEmpty())
        .findFirst()
        .map(Insistence::problem);
  }

  private static List<ConfigRule> rules(Turn turn, AccountId account) {
    return turn.edition().items().values().stream()
        .filter(item -> item.account().equals(account))
        .map(Item::value)
        .filter(ConfigRule.class::isInstance)
        .map(ConfigRule.class::cast)
        .toList();
  }

  private static Problem problem(Violation violation) {
    return Problem.of(
        Code.CONFIG_RULE_VIOLATED,
        "%s may not be like this: %s. So says the configuration rule %s (%s)%s."
            .formatted(
                violation.compute().name(),
                violation.reason(),
                violation.rule().name(),
                violation.rule().id(),
                violation.rule().description().isEmpty()
                    ? ""
                    : ": " + violation.rule().description()));
  }
}
