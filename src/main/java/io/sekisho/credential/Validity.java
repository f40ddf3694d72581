package io.sekisho.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// From when to when a token counts, to the millisecond.
///
/// A JWT's `iat` and `exp` are whole seconds. They are rounded outwards, so that nobody who goes by
/// them refuses a token that we still accept; we ourselves go by the milliseconds.
record Validity(Instant createdAt, Instant expiresAt) {
  static Validity of(Instant now, Duration life) {
    if (life.isNegative() || life.isZero() || life.compareTo(Mint.MAX_LIFE) > 0) {
      throw new IllegalArgumentException("a token lives at most " + Mint.MAX_LIFE);
    }
    Instant createdAt = now.truncatedTo(ChronoUnit.MILLIS);
    return new Validity(createdAt, createdAt.plus(life.truncatedTo(ChronoUnit.MILLIS)));
  }

  long iat() {
    return createdAt.getEpochSecond();
  }

  long exp() {
    return expiresAt.plusMillis(999).getEpochSecond();
  }

  Token token(String value) {
    return new Token(value, createdAt, expiresAt);
  }
}
