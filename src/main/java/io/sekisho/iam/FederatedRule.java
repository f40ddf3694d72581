package io.sekisho.iam;

import io.sekisho.iam.ClaimRule.Condition;
import java.util.List;

/// A rule of type `Profile-SAML`: every federated user whose claims meet all conditions may assume
/// the profile.
///
/// @param realm of the identity provider that vouches for the claims
/// @param expirationSeconds how long a session that begins by this rule may last
public record FederatedRule(
    String id, String name, String realm, int expirationSeconds, List<Condition> conditions) {
  public FederatedRule {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("a claim rule needs at least one condition");
    }
  }

  /// What a session remembers of the rule that it began by: it ends with the rule, and with the
  /// rule as it was.
  public String print() {
    return Print.of(id, realm, conditions);
  }
}
