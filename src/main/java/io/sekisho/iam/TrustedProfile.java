package io.sekisho.iam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An identity that others may assume: compute resources by link or claim rule, federated users by
/// rule, and whoever is named in it.
///
/// @param id `Profile-` and a UUID
public record TrustedProfile(
    String id,
    AccountId account,
    String name,
    String description,
    List<Link> links,
    List<ClaimRule> rules,
    List<FederatedRule> federatedRules,
    List<ProfileIdentity> identities,
    Optional<String> email,
    Instant createdAt,
    Instant modifiedAt) {
  private static final String ID = "Profile-[0-9a-f-]{36}";

  public TrustedProfile {
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    federatedRules = List.copyOf(federatedRules);
    identities = List.copyOf(identities);
    if (!isId(id)) {
      throw new IllegalArgumentException("a trusted profile's id is Profile- and a UUID");
    }
    if (rules.size() + federatedRules.size() > Cap.PROFILE_RULES.most()) {
      throw new IllegalArgumentException("there are more than " + Cap.PROFILE_RULES);
    }
  }

  /// A profile that only compute resources may assume.
  public TrustedProfile(
      String id,
      AccountId account,
      String name,
      String description,
      List<Link> links,
      List<ClaimRule> rules,
      Instant createdAt,
      Instant modifiedAt) {
    this(
        id,
        account,
        name,
        description,
        links,
        rules,
        List.of(),
        List.of(),
        Optional.empty(),
        createdAt,
        modifiedAt);
  }

  /// Whether a text has the form of a trusted profile's id.
  public static boolean isId(String text) {
    return text.matches(ID);
  }

  public Crn crn() {
    return new Crn("iam-identity", "", account, "profile", id);
  }

  /// The identity's own id in IAM.
  public String iamId() {
    return "iam-" + id;
  }
}
