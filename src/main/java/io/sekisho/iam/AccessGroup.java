package io.sekisho.iam;

import java.time.Duration;
import java.util.List;

/// Identities that are given access together.
///
/// @param id `AccessGroupId-` and a UUID
/// @param members those who were added by hand
/// @param rules by which users of an identity provider are members for some hours after a login
public record AccessGroup(
    String id,
    AccountId account,
    String name,
    String description,
    List<Member> members,
    List<DynamicRule> rules,
    Stamps stamps) {
  private static final String ID = "AccessGroupId-[0-9a-f-]{36}";

  public AccessGroup {
    members = List.copyOf(members);
    rules = List.copyOf(rules);
    if (!isId(id)) {
      throw new IllegalArgumentException("an access group's id is AccessGroupId- and a UUID");
    }
  }

  /// Whether a text has the form of an access group's id.
  public static boolean isId(String text) {
    return text.matches(ID);
  }

  /// One identity in a group.
  ///
  /// @param iamId such as `iam-Profile-…`, `iam-ServiceId-…` or `IBMid-…`
  /// @param added when, and by whom
  public record Member(String iamId, MemberType type, Stamp added) {}

  /// The kinds of identity that a group may have.
  public enum MemberType {
    USER,
    SERVICE,
    PROFILE
  }

  /// Makes a federated user a member whose claims meet all conditions.
  ///
  /// @param realm the identity provider that the user has to come from
  /// @param expirationHours for how long after the login, 1 to 24
  public record DynamicRule(
      String id,
      String name,
      String realm,
      int expirationHours,
      List<ClaimRule.Condition> conditions,
      Stamps stamps) {
    /// IBM's limit.
    public static final int MAX_HOURS = 24;

    public DynamicRule {
      conditions = List.copyOf(conditions);
      if (conditions.isEmpty()) {
        throw new IllegalArgumentException("a dynamic rule needs at least one condition");
      }
      if (expirationHours < 1 || expirationHours > MAX_HOURS) {
        throw new IllegalArgumentException("a dynamic membership lasts 1 to 24 hours");
      }
    }

    /// What a session remembers of the rule when it is met.
    public String print() {
      return Print.of(id, realm, conditions);
    }

    /// For how long after a login the membership lasts.
    public Duration expiration() {
      return Duration.ofHours(expirationHours);
    }
  }
}
