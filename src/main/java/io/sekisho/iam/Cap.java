package io.sekisho.iam;

/// How many of each there may be. IBM's numbers are those of its page on IAM limits, as of 2026-03;
/// where it documents none, ours keep one account from filling what all share.
public enum Cap {
  ACCESS_GROUPS(500, "access groups per account"),
  API_KEYS(20, "API keys per identity"),
  /// IBM's quota; of those that an account makes by itself, as are [#INSTANCES] and [#VPCS].
  BARE_METAL_SERVERS(25, "bare metal servers per account"),
  CUSTOM_ROLES(40, "custom roles per account"),
  GROUP_RULES(5, "dynamic rules per access group"),
  GROUPS_OF_MEMBER(50, "access groups per identity"),
  IDENTITY_PROVIDERS(5, "identity providers per account"),
  /// Ours, of those that an account makes by itself: each takes a volume to boot from, of which
  /// IBM's number is 300. Whoever runs this may declare as many as the machine has room for.
  INSTANCES(300, "instances per account"),
  /// Ours: members are kept with their group.
  MEMBERS(2_000, "members per access group"),
  POLICIES(4_020, "policies per account"),
  POLICIES_OF_SUBJECT(1_000, "policies per subject"),
  PROFILE_RULES(20, "claim rules per trusted profile"),
  SERVICE_IDS(2_000, "service IDs per account"),
  TRUSTED_PROFILES(2_000, "trusted profiles per account"),
  USERS(7_500, "users per account"),
  /// IBM's quota.
  VPCS(10, "VPCs per account");

  private final int most;
  private final String words;

  Cap(int most, String words) {
    this.most = most;
    this.words = words;
  }

  public int most() {
    return most;
  }

  /// As it is told, such as `20 API keys per identity`.
  @Override
  public String toString() {
    return most + " " + words;
  }
}
