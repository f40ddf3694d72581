package io.sekisho.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// A token that was minted just now.
///
/// @param value the token itself: whoever has it, may use it
/// @param createdAt the token's `iat`
/// @param expiresAt the token's `exp`: it is refused from then on
public record Token(String value, Instant createdAt, Instant expiresAt) {
  /// How claims are written and read: what is read must look the way it is written, for we wrote
  /// it.
  static final JsonMapper CLAIMS =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  texts
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

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
