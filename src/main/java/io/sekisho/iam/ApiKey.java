package io.sekisho.iam;

import java.time.Instant;
import java.util.Optional;

/// A secret with which an identity asks for tokens. Only a hash of the secret is kept.
///
/// @param id `ApiKey-` and a UUID
/// @param iamId whose key it is: a user's or a service id's
/// @param hash SHA-256 of the secret, hexadecimal: it has 256 random bits, so there is nothing to
///   guess that a slow hash would protect
/// @param locked whether it can neither be changed nor deleted
/// @param disabled whether it gets no tokens
/// @param expiresAt from when on it gets none
public record ApiKey(
    String id,
    AccountId account,
    String iamId,
    String name,
    String description,
    String hash,
    boolean locked,
    boolean disabled,
    Optional<Instant> expiresAt,
    Stamps stamps) {
  public Crn crn() {
    return new Crn("iam-identity", "", account, "apikey", id);
  }

  @Override
  public String toString() {
    return "ApiKey[" + id + "]";
  }
}
