package io.sekisho.credential;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.Joined;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whom an IAM token is for, and on what it stands.
///
/// @param iamId the identity's own id in IAM
/// @param realm whose word it is that this is the identity: `iam` of those that IAM made
/// @param identifier the identity's id within the realm
/// @param type such as `ServiceId` or `Profile`; empty for a person
/// @param behind who acts as the identity: of several profiles assumed one from another, who showed
///   who it is at first; empty if it acts for itself
/// @param account in which alone the token counts
/// @param method one word for how the holder showed who it is: the token's `amr`
/// @param session that the token dies with
public record Holder(
    String iamId,
    String realm,
    String identifier,
    String name,
    Optional<String> email,
    String sub,
    Optional<String> type,
    Optional<Behind> behind,
    AccountId account,
    String grantType,
    String scope,
    String clientId,
    String method,
    Optional<String> session,
    Basis basis) {
  private static final String COMPUTE_GRANT = "urn:ibm:params:oauth:grant-type:cr-token";

  /// A compute resource that acts as a trusted profile.
  ///
  /// @param trustedBy id of the link or claim rule by which it may
  public static Holder of(Subject subject, TrustedProfile profile, String trustedBy) {
    Identity compute = subject.compute().identity();
    String crn = compute.crn().toString();
    Basis basis =
        new Basis(
            Root.COMPUTE,
            compute.id(),
            profile.account().value(),
            Optional.empty(),
            Optional.of(subject.compute().tokenGeneration()),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    return new Holder(
            "crn-" + crn,
            "iam",
            crn,
            compute.name(),
            Optional.empty(),
            crn,
            Optional.of("ComputeResource"),
            Optional.empty(),
            profile.account(),
            COMPUTE_GRANT,
            "ibm openid",
            "default",
            "cr-token",
            Optional.empty(),
            basis)
        .as(profile, trustedBy, COMPUTE_GRANT);
  }

  /// The same holder, acting as a trusted profile.
  ///
  /// @param trustedBy what in the profile permits it
  public Holder as(TrustedProfile profile, String trustedBy, String grant) {
    return new Holder(
        profile.iamId(),
        "iam",
        profile.id(),
        profile.name(),
        Optional.empty(),
        profile.id(),
        Optional.of("Profile"),
        Optional.of(behind.orElseGet(() -> new Behind(sub, iamId, name, type.orElse("User")))),
        profile.account(),
        grant,
        scope,
        clientId,
        method,
        session,
        basis.with(new Assumed(profile.id(), trustedBy)));
  }

  /// The same holder, in a session.
  public Holder within(String session) {
    return new Holder(
        iamId,
        realm,
        identifier,
        name,
        email,
        sub,
        type,
        behind,
        account,
        grantType,
        scope,
        clientId,
        method,
        Optional.of(session),
        basis);
  }

  /// Who stands behind the holder: the `authn` of a token.
  public record Behind(String sub, String iamId, String name, String subType) {
    public Behind {
      requireNonNull(sub);
      requireNonNull(iamId);
    }
  }

  /// What has to be true for as long as the token is to count: it is looked at whenever the token
  /// is shown, so that nothing has to be kept per token.
  ///
  /// @param id of the identity that asked first
  /// @param account of that identity
  /// @param apiKey id of the key that it asked with
  /// @param generation of a compute resource's tokens
  /// @param realm of the identity provider that vouched for a federated person
  /// @param provider that provider's print
  /// @param assumed the profiles that were assumed, one by one
  /// @param joined the rules of access groups that the person met
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Basis(
      Root root,
      String id,
      String account,
      Optional<String> apiKey,
      Optional<Long> generation,
      Optional<String> realm,
      Optional<String> provider,
      List<Assumed> assumed,
      Optional<Joined> joined) {
    public Basis {
      requireNonNull(root);
      requireNonNull(id);
      requireNonNull(account);
      assumed = List.copyOf(assumed);
    }

    /// An identity that needs no more than to be there.
    public static Basis of(Root root, String id, AccountId account) {
      return new Basis(
          root,
          id,
          account.value(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());
    }

    /// A person whom an identity provider vouches for.
    public static Basis of(IdentityProvider provider, String iamId, Optional<Joined> joined) {
      return new Basis(
          Root.FEDERATED,
          iamId,
          provider.account().value(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(provider.realm()),
          Optional.of(provider.print()),
          List.of(),
          joined);
    }

    /// The same for as long as there is this API key.
    public Basis by(String apiKey) {
      return new Basis(
          root, id, account, Optional.of(apiKey), generation, realm, provider, assumed, joined);
    }

    Basis with(Assumed next) {
      List<Assumed> more = new ArrayList<>(assumed);
      more.add(next);
      return new Basis(root, id, account, apiKey, generation, realm, provider, more, joined);
    }
  }

  /// What an IAM token says, after it was found to be genuine and alive. Whether its holder still
  /// is what it was, is for whoever knows the identities to say.
  ///
  /// @param id the token's `jti`
  public record Held(Holder holder, String id, Instant issuedAt, Instant expiresAt) {
    boolean holds(Instant now) {
      return now.isBefore(expiresAt) && !issuedAt.isAfter(now.plus(Mint.SKEW));
    }
  }

  /// A profile that was assumed, and what in it permitted that.
  public record Assumed(String profile, String by) {
    public Assumed {
      requireNonNull(profile);
      requireNonNull(by);
    }
  }

  /// What kind of identity asked first.
  public enum Root {
    OPERATOR,
    USER,
    SERVICE_ID,
    COMPUTE,
    FEDERATED
  }
}
