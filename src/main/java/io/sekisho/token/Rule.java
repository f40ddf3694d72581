package io.sekisho.token;

import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.FederatedRule;

/// A rule for federated people as tokens remember it: with all that it asks, so that a token dies
/// with the rule, and with the rule as it was.
final class Rule {
  private Rule() {}

  static String print(FederatedRule rule) {
    StringBuilder asked = new StringBuilder(rule.realm());
    for (Condition condition : rule.conditions()) {
      asked
          .append('\n')
          .append(condition.claim())
          .append('\t')
          .append(condition.operator())
          .append('\t')
          .append(condition.value());
    }
    return rule.id() + "#" + Secret.hash(asked.toString()).substring(0, 16);
  }
}
