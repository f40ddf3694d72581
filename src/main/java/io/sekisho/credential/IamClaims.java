package io.sekisho.credential;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Subject;
import java.util.List;
import java.util.UUID;

/// The claims of an IAM token for a trusted profile, after those of IBM's IAM, which documents none
/// of them: what is known was seen in tokens.
///
/// @param authn the compute resource that assumed the profile
record IamClaims(
    String iamId,
    String id,
    String realmid,
    String jti,
    String identifier,
    String name,
    String sub,
    String subType,
    Authn authn,
    InAccount account,
    long iat,
    long exp,
    String iss,
    String grantType,
    String scope,
    String clientId,
    int acr,
    List<String> amr) {
  static IamClaims of(Subject subject, TrustedProfile profile, String issuer, Validity validity) {
    return new IamClaims(
        profile.iamId(),
        profile.iamId(),
        "iam",
        UUID.randomUUID().toString(),
        profile.id(),
        profile.name(),
        profile.id(),
        "Profile",
        Authn.of(subject.compute().identity()),
        InAccount.of(profile.account()),
        validity.iat(),
        validity.exp(),
        issuer,
        "urn:ibm:params:oauth:grant-type:cr-token",
        "ibm openid",
        "default",
        1,
        List.of("cr-token"));
  }

  /// Who stands behind the profile.
  record Authn(String sub, String iamId, String name, String subType) {
    static Authn of(Identity compute) {
      String crn = compute.crn().toString();
      return new Authn(crn, "crn-" + crn, compute.name(), "ComputeResource");
    }
  }

  /// The account whose profile it is.
  record InAccount(boolean valid, String bss) {
    static InAccount of(AccountId account) {
      return new InAccount(true, account.value());
    }
  }
}
