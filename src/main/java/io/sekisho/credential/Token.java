package io.sekisho.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

  /// From when to when a token counts, in whole seconds as a JWT tells it.
  ///
  /// The second in which a token is made counts in full, so that what the answer says, what the
  /// claims say and what is enforced are the same: a token lives up to a second less than was asked
  /// for.
  record Validity(Instant createdAt, Instant expiresAt) {
    static Validity of(Instant now, Duration life) {
      if (life.toSeconds() < 1 || life.compareTo(Mint.MAX_LIFE) > 0) {
        throw new IllegalArgumentException("a token lives from a second to " + Mint.MAX_LIFE);
      }
      Instant createdAt = now.truncatedTo(ChronoUnit.SECONDS);
      return new Validity(createdAt, createdAt.plus(life.truncatedTo(ChronoUnit.SECONDS)));
    }

    long iat() {
      return createdAt.getEpochSecond();
    }

    long exp() {
      return expiresAt.getEpochSecond();
    }

    Token token(String value) {
      return new Token(value, createdAt, expiresAt);
    }
  }
}
