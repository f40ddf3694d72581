package io.sekisho.audit;

/// What else an event may tell of a request or its answer. There is no other way for a member to
/// get in: a body is never copied, and nothing secret has a name here.
public enum Detail {
  GRANT_TYPE("grantType"),
  CLIENT_ID("clientId"),
  SCOPE("scope"),
  API_KEY_ID("apiKeyId"),
  API_KEY_NAME("apiKeyName"),
  PROFILE_ID("profileId"),
  PROFILE_NAME("profileName"),
  PROFILE_CRN("profileCrn"),
  COMPUTE_CRN("computeCrn"),
  COMPUTE_NAME("computeName"),
  LINK_ID("linkId"),
  RULE_ID("ruleId"),
  POLICY_ID("policyId"),
  GROUP_ID("groupId"),
  MEMBER_ID("memberId"),
  IDENTITY_PROVIDER_ID("identityProviderId"),
  /// Of a token that was given out: its `jti`, never the token.
  TOKEN_ID("tokenId"),
  SESSION_ID("sessionId"),
  /// Of a certificate that was given out.
  SERIAL_NUMBER("serialNumber"),
  /// The node that served a guest, or asked in its name.
  NODE_ID("nodeId"),
  EXPIRES_AT("expiresAt"),
  /// The one of the store that the change made.
  REVISION("revision"),
  /// How many resources an inventory changed.
  CHANGES("changes"),
  DRY_RUN("dryRun"),
  PRUNE("prune"),
  /// What the caller was not permitted to do, such as `iam-identity.profile.delete`.
  PERMISSION("permission"),
  RESOURCE_TYPE("resourceType"),
  /// For how many equal events a record stands; where it is missing, for one.
  COUNT("count"),
  /// When the first of them was, and the last.
  FIRST_AT("firstAt"),
  LAST_AT("lastAt");

  private final String member;

  Detail(String member) {
    this.member = member;
  }

  /// The member's name, as IBM spells them.
  String member() {
    return member;
  }
}
