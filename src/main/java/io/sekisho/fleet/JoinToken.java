package io.sekisho.fleet;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.time.Instant;

/// What lets a node join. Only a hash of its secret is kept.
///
/// @param hash SHA-256 of the secret, in lower-case hexadecimal digits
/// @param reusable whether more than one node may join with it
/// @param takes which guests a node that joins with it may take by itself
public record JoinToken(
    Identity identity, String hash, Instant expiresAt, boolean reusable, Claims takes)
    implements Resource {

  /// A new token's identity: it is called by its id.
  public static Identity identity(String id, Instant createdAt) {
    Crn crn = new Crn("sekisho", "", AccountId.HOUSE, "join-token", id);
    return new Identity(id, crn, id, AccountId.HOUSE, "", createdAt);
  }
}
