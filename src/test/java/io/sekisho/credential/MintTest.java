package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static io.sekisho.credential.Samples.granted;
import static io.sekisho.credential.Samples.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is in a token and how long it counts.
class MintTest {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Instant SECOND = NOW.truncatedTo(ChronoUnit.SECONDS);
  private static final JsonMapper JSON = new JsonMapper();
  private static final MemoryVault VAULT = new MemoryVault();
  private static Mint mint;

  @BeforeAll
  static void openMint() {
    VAULT.write("installation", "4e4be3a5-2b5c-4d6c-9b60-3f5b6a2c7f10".getBytes(UTF_8));
    mint = Mint.open(VAULT, Mint.Settings.of("us-south"), NOW);
  }

  private static Token token(Duration life) {
    return mint.identityToken(Samples.web(), life, Optional.empty(), NOW);
  }

  @Nested
  class IdentityToken {
    @Test
    void saysWhatIbmsTokensSay() throws Exception {
      Token token =
          mint.identityToken(Samples.web(), LIFE, Optional.of("2026-03-12T12:34:56.789Z"), NOW);
      assertThat(claims(token)).isEqualTo(golden("identity-claims.json"));
    }

    @Test
    void hasNoNonceUnlessOneWasAskedFor() throws Exception {
      assertThat(claims(token(LIFE)).has("nonce")).isFalse();
    }

    @Test
    void namesItsKeyTheWayIbmDoes() {
      String header = Forge.part(token(LIFE).value(), 0);
      assertThat(header)
          .matches(
              "\\{\"kid\":\"VSI-CR_us-south_20261123120000-[0-9a-f]{16}\",\"typ\":\"JWT\",\"alg\":\"RS256\"}");
    }

    @Test
    void ofBareMetalHasItsOwnIssuer() throws Exception {
      Token token = mint.identityToken(Samples.bareMetal(), LIFE, Optional.empty(), NOW);
      assertThat(claims(token).get("iss").asString()).isEqualTo("BMS-CR_us-south");
      assertThat(claims(token).get("aud").get(0).asString()).isEqualTo("BMS-CR_us-south");
      assertThat(granted(mint.verify(token.value(), NOW)).computeId())
          .isEqualTo(Samples.bareMetal().compute().id());
    }

    @Test
    void isVerifiedToBeItsInstances() {
      Verified verified = granted(mint.verify(token(LIFE).value(), NOW));
      assertThat(verified).isEqualTo(new Verified(Samples.WEB, 0, SECOND, SECOND.plus(LIFE)));
    }

    @Test
    void saysTheSameTimesInsideAndOutside() throws Exception {
      Token token = token(LIFE);
      assertThat(token.createdAt()).hasToString("2026-11-23T12:00:00Z");
      assertThat(token.expiresAt()).hasToString("2026-11-23T12:05:00Z");
      assertThat(token.life()).isEqualTo(LIFE);
      assertThat(claims(token).get("iat").asLong()).isEqualTo(token.createdAt().getEpochSecond());
      assertThat(claims(token).get("exp").asLong()).isEqualTo(token.expiresAt().getEpochSecond());
    }

    @Test
    void carriesAnyNonceUnharmed() throws Exception {
      String nonce = "\"},\"iaas\":{\"instanceID\":\"x\"} \u0000\n\ud83d\ude00 ä";
      Token token = mint.identityToken(Samples.web(), LIFE, Optional.of(nonce), NOW);
      assertThat(claims(token).get("nonce").asString()).isEqualTo(nonce);
      assertThat(granted(mint.verify(token.value(), NOW)).computeId()).isEqualTo(Samples.WEB);
    }

    @Test
    void refusesTooLongNonce() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> mint.identityToken(Samples.web(), LIFE, Optional.of("n".repeat(257)), NOW));
    }

    @Test
    void isShortenedRatherThanTooLong() throws Exception {
      String nonce = "\u0001".repeat(Mint.MAX_NONCE);
      Token token = mint.identityToken(Samples.wide(250), LIFE, Optional.of(nonce), NOW);
      assertThat(token.value()).hasSizeLessThanOrEqualTo(Seal.MAX_LENGTH);
      assertThat(claims(token).get("subnets")).isNotEmpty();
      assertThat(granted(mint.verify(token.value(), NOW)).computeId()).isEqualTo(Samples.WEB);
    }

    @Test
    void ofFifteenInterfacesIsWhole() throws Exception {
      Token token = mint.identityToken(Samples.wide(15), LIFE, Optional.empty(), NOW);
      assertThat(claims(token).get("subnets")).hasSize(15);
    }
  }

  @Nested
  class Expiry {
    @Test
    void comesOnTime() {
      Token token = token(Duration.ofSeconds(5));
      Instant end = token.expiresAt();
      assertThat(granted(mint.verify(token.value(), end.minusMillis(1))).expiresAt())
          .isEqualTo(end);
      assertThat(refused(mint.verify(token.value(), end)).detail()).isEqualTo("token is expired");
      assertThat(refused(mint.verify(token.value(), end.plusSeconds(86_400))).detail())
          .isEqualTo("token is expired");
    }

    @Test
    void isNotPutOffForATokenThatWasGoodBefore() {
      String token = token(Duration.ofSeconds(5)).value();
      granted(mint.verify(token, NOW));
      granted(mint.verify(token, NOW));
      assertThat(refused(mint.verify(token, NOW.plusSeconds(5))).detail())
          .isEqualTo("token is expired");
      assertThat(refused(mint.verify(token, NOW.minusSeconds(12))).detail())
          .isEqualTo("token is from the future");
    }

    @Test
    void allowsForASmallDifferenceOfClocksOnly() {
      String token = token(LIFE).value();
      assertThat(granted(mint.verify(token, SECOND.minusSeconds(10))).issuedAt()).isEqualTo(SECOND);
      assertThat(refused(mint.verify(token, SECOND.minusMillis(10_001))).detail())
          .isEqualTo("token is from the future");
    }

    @Test
    void canBeAnHourAwayAndNoMore() {
      assertThat(token(Duration.ofHours(1)).life()).isEqualTo(Duration.ofHours(1));
      for (long millis : new long[] {3_600_001, 999, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThatIllegalArgumentException().isThrownBy(() -> token(Duration.ofMillis(millis)));
      }
    }
  }

  @Nested
  class Bearer {
    @Test
    void isTheInstanceThatTheTokenWasMintedFor() {
      String token = token(LIFE).value();
      assertThat(granted(mint.verify(token, Samples.web().compute(), NOW)).computeId())
          .isEqualTo(Samples.WEB);
      assertThat(refused(mint.verify(token, Samples.db().compute(), NOW)).code())
          .isEqualTo(Code.UNAUTHENTICATED);
    }

    @Test
    void losesAllTokensWithTheGeneration() {
      String token = mint.identityToken(Samples.revoked(6), LIFE, Optional.empty(), NOW).value();
      assertThat(granted(mint.verify(token, NOW)).generation()).isEqualTo(6);
      assertThat(granted(mint.verify(token, Samples.revoked(6).compute(), NOW)).generation())
          .isEqualTo(6);
      // A token of a later generation comes from a state that was lost: it counts no more either.
      for (int generation : new int[] {0, 5, 7}) {
        refused(mint.verify(token, Samples.revoked(generation).compute(), NOW));
      }
    }

    @Test
    void isToldTheSameForEveryReason() {
      String token = token(LIFE).value();
      Problem expired = refused(mint.verify(token, NOW.plus(LIFE)));
      Problem garbage = refused(mint.verify("garbage", NOW));
      Problem foreign = refused(mint.verify(token, Samples.db().compute(), NOW));
      assertThat(garbage.detail("")).isEqualTo(expired.detail("")).isEqualTo(foreign.detail(""));
      assertThat(garbage.detail()).isNotEqualTo(expired.detail());
      assertThat(garbage.status()).isEqualTo(401);
      assertThat(garbage.message()).contains("ask for a new one");
    }
  }

  @Nested
  class IamToken {
    @Test
    void saysWhoActsAsWhichProfile() throws Exception {
      Token token = mint.iamToken(Samples.assumed(), Duration.ofHours(1), NOW);
      ObjectNode claims = (ObjectNode) claims(token);
      assertThat(claims.remove("jti").asString()).hasSize(36);
      assertThat(claims).isEqualTo(golden("iam-claims.json"));
    }

    @Test
    void hasWholeSecondsForTheSdks() throws Exception {
      JsonNode claims = claims(mint.iamToken(Samples.assumed(), Duration.ofHours(1), NOW));
      assertThat(claims.get("iat").isIntegralNumber()).isTrue();
      assertThat(claims.get("exp").isIntegralNumber()).isTrue();
    }

    @Test
    void isNoIdentityToken() {
      String iam = mint.iamToken(Samples.assumed(), LIFE, NOW).value();
      assertThat(refused(mint.verify(iam, NOW)).detail()).startsWith("header is not one of ours");
    }

    @Test
    void hasTheIssuerThatWasConfigured() throws Exception {
      Mint.Settings settings =
          new Mint.Settings("eu-de", "https://iam.example.org", Duration.ofHours(24));
      Mint other = Mint.open(VAULT.copy(), settings, NOW);
      Token token = other.iamToken(Samples.assumed(), LIFE, NOW);
      assertThat(claims(token).get("iss").asString()).isEqualTo("https://iam.example.org");
    }
  }

  @Nested
  class Restart {
    @Test
    void keepsTokensAlive() {
      String token = token(LIFE).value();
      Mint reopened = Mint.open(VAULT, Mint.Settings.of("us-south"), NOW.plusSeconds(10));
      assertThat(granted(reopened.verify(token, NOW.plusSeconds(10))).computeId())
          .isEqualTo(Samples.WEB);
      assertThat(reopened.identityKeys()).isEqualTo(mint.identityKeys());
      assertThat(reopened.iamKeys()).isEqualTo(mint.iamKeys());
    }

    @Test
    void inAnotherRegionKeepsThemToo() {
      Mint moved = Mint.open(VAULT.copy(), Mint.Settings.of("eu-de"), NOW);
      granted(moved.verify(token(LIFE).value(), NOW));
    }

    @Test
    void ofAnotherInstallationRefusesThem() {
      Mint other = Mint.open(new MemoryVault(), Mint.Settings.of("us-south"), NOW);
      refused(other.verify(token(LIFE).value(), NOW));
    }
  }

  private static JsonNode claims(Token token) {
    return JSON.readTree(Forge.part(token.value(), 1));
  }

  private static JsonNode golden(String name) throws Exception {
    try (InputStream file = MintTest.class.getResourceAsStream("/credential/" + name)) {
      return JSON.readTree(file);
    }
  }
}
