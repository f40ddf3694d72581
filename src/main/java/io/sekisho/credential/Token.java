package io.sekisho.credential;

import java.time.Duration;
import java.time.Instant;

/// A token that was minted just now.
///
/// @param value the token itself: whoever has it, may use it
/// @param createdAt the token's `iat`
/// @param expiresAt the token's `exp`: it is refused from then on
public record Token(String value, Instant createdAt, Instant expiresAt) {
  /// How long it lives: the `expires_in` of an answer.
  public Duration life() {
    return Duration.between(createdAt, expiresAt);
  }

  @Override
  public String toString() {
    return "Token[createdAt=" + createdAt + ", expiresAt=" + expiresAt + "]";
  }
}
