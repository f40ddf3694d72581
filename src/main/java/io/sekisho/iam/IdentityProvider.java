package io.sekisho.iam;

import java.util.List;
import java.util.Optional;

/// An issuer of OpenID Connect or SAML assertions that an account trusts to say who people are.
///
/// @param id a UUID
/// @param realm the name that rules of trusted profiles know it by, unique in the account
/// @param issuer the `iss` of its ID tokens, or the entity id of its SAML assertions
/// @param audience what an assertion has to be made out to
/// @param keys its public keys: a JWK set for OpenID Connect, PEM certificates for SAML
public record IdentityProvider(
    String id,
    AccountId account,
    String realm,
    Protocol protocol,
    String issuer,
    String audience,
    List<String> keys,
    Optional<String> description,
    Stamps stamps) {
  public IdentityProvider {
    keys = List.copyOf(keys);
  }

  /// In what form it says so.
  public enum Protocol {
    OIDC,
    SAML
  }
}
