package io.sekisho.iam;

import java.time.Instant;
import java.util.List;

/// An identity that compute resources may assume, by link or by claim rule.
///
/// @param id `Profile-` and a UUID
public record TrustedProfile(
    String id,
    AccountId account,
    String name,
    String description,
    List<Link> links,
    List<ClaimRule> rules,
    Instant createdAt,
    Instant modifiedAt) {
  /// IBM's limit of claim rules per profile.
  public static final int MAX_RULES = 20;

  private static final String ID = "Profile-[0-9a-f-]{36}";

  public TrustedProfile {
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    if (!isId(id)) {
      throw new IllegalArgumentException("a trusted profile's id is Profile- and a UUID");
    }
    if (rules.size() > MAX_RULES) {
      throw new IllegalArgumentException("a trusted profile has at most " + MAX_RULES + " rules");
    }
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
