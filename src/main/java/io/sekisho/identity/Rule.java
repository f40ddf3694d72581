package io.sekisho.identity;

import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.FederatedRule;
import io.sekisho.iam.TrustedProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A claim rule of a trusted profile, of either type, with what is known through the profile.
///
/// @param type `Profile-CR` or `Profile-SAML`
/// @param realm only of `Profile-SAML`: whose word the claims are
/// @param computeType only of `Profile-CR`
/// @param expiration in seconds: of `Profile-SAML` how long a session may last, of `Profile-CR` how
///   long the account's access tokens live
/// @param createdAt the profile's own times: a rule has none
public record Rule(
    String id,
    String name,
    String type,
    Optional<String> realm,
    Optional<String> computeType,
    int expiration,
    List<Condition> conditions,
    Instant createdAt,
    Instant modifiedAt) {
  static final String COMPUTE = "Profile-CR";
  static final String FEDERATED = "Profile-SAML";

  public Rule {
    conditions = List.copyOf(conditions);
  }

  static Rule of(TrustedProfile profile, ClaimRule rule, int tokenLife) {
    return new Rule(
        rule.id(),
        rule.name(),
        COMPUTE,
        Optional.empty(),
        Optional.of(rule.type().name()),
        tokenLife,
        rule.conditions(),
        profile.createdAt(),
        profile.modifiedAt());
  }

  static Rule of(TrustedProfile profile, FederatedRule rule) {
    return new Rule(
        rule.id(),
        rule.name(),
        FEDERATED,
        Optional.of(rule.realm()),
        Optional.empty(),
        rule.expirationSeconds(),
        rule.conditions(),
        profile.createdAt(),
        profile.modifiedAt());
  }
}
