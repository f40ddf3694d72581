package io.sekisho.credential;

import io.sekisho.vpc.Compute;
import java.time.Instant;

/// What an identity token says, after it was found to be genuine and alive.
///
/// @param generation the compute resource's token generation when the token was minted
public record Verified(String computeId, long generation, Instant issuedAt, Instant expiresAt) {
  /// Whether it is this compute resource's own token and was not revoked.
  public boolean admits(Compute compute) {
    return computeId.equals(compute.id()) && generation == compute.tokenGeneration();
  }

  /// Whether a token that was found to be good is so at another time.
  boolean holds(Instant now) {
    return now.isBefore(expiresAt) && !issuedAt.isAfter(now.plus(Mint.SKEW));
  }
}
