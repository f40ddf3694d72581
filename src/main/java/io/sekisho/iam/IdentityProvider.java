package io.sekisho.iam;

import java.util.ArrayList;
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

  /// What a session remembers of the provider that vouched for its person: whatever else has its
  /// realm or its id, and other keys, vouched for nobody who is here already.
  public String print() {
    List<String> said = new ArrayList<>(List.of(realm, protocol.name(), issuer, audience));
    keys.stream().sorted().forEach(said::add);
    return Print.of(id, said);
  }

  /// In what form it says so.
  public enum Protocol {
    OIDC,
    SAML
  }
}
