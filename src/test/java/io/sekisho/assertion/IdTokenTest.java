package io.sekisho.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Changed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokenTest {
  private static final Idp IDP = new Idp();
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  private static final IdentityProvider PROVIDER = IDP.provider(Protocol.OIDC, ACCOUNT);

  private final Map<String, Object> claims = Idp.claims(NOW);
  private final Map<String, Object> header =
      new HashMap<>(Map.of("alg", "RS256", "kid", "r1", "typ", "JWT"));

  @Nested
  class Good {
    @Test
    void saysWhoItIsAbout() {
      Asserted asserted = granted(IDP.idToken(claims));
      assertThat(asserted.subject()).isEqualTo("mio");
      assertThat(asserted.texts()).containsEntry("email", "mio@example.org");
      assertThat(asserted.lists()).containsEntry("groups", List.of("staff", "ops"));
      assertThat(asserted.first("nickname", "email")).contains("mio@example.org");
    }

    @Test
    void mayBeSignedWithEllipticCurves() {
      granted(IDP.idToken(Map.of("alg", "ES256", "kid", "e1"), claims));
    }

    @Test
    void needsNoKidWhereOneKeyFits() {
      granted(IDP.idToken(Map.of("alg", "RS256"), claims));
    }

    @Test
    void mayBeForSeveralIfWeAreTheAuthorizedParty() {
      claims.put("aud", List.of("other", Idp.AUDIENCE));
      claims.put("azp", Idp.AUDIENCE);
      granted(IDP.idToken(claims));
    }

    @Test
    void isToldByItsJtiOrItsText() {
      Asserted first = granted(IDP.idToken(claims));
      claims.put("email", "other@example.org");
      assertThat(granted(IDP.idToken(claims)).once()).isEqualTo(first.once());
      claims.remove("jti");
      String text = granted(IDP.idToken(claims)).once();
      claims.put("email", "third@example.org");
      assertThat(granted(IDP.idToken(claims)).once()).isNotEqualTo(text);
    }
  }

  @Nested
  class Forged {
    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "HS256", "RS384", "PS256", "ES384", "", "rs256"})
    void doesNotChooseItsAlgorithm(String algorithm) {
      header.put("alg", algorithm);
      assertThat(refused(IDP.idToken(header, claims))).startsWith("alg is not one of");
    }

    @Test
    void hasASignature() {
      String unsigned = Idp.part(header) + "." + Idp.part(claims) + ".";
      assertThat(refused(unsigned)).isEqualTo("signature is wrong");
    }

    @Test
    void isNotSignedWithThePublicKeyAsSecret() throws Exception {
      header.put("alg", "HS256");
      String text = Idp.part(header) + "." + Idp.part(claims);
      for (byte[] secret : List.of(IDP.rsa.getPublic().getEncoded(), bytes(IDP.jwks()))) {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        String mark = base64(mac.doFinal(bytes(text)));
        assertThat(refused(text + "." + mark)).startsWith("alg is not one of");
      }
    }

    @ParameterizedTest
    @CsvSource({"e1, RS256", "r1, ES256"})
    void doesNotUseOneKindOfKeyAsTheOther(String kid, String algorithm) {
      String token = IDP.idToken(Map.of("alg", algorithm, "kid", kid), claims);
      assertThat(refused(token)).contains("does not name one key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../dev/null", "r1' OR '1'='1", "R1", "r1 ", "http://evil/", "e1"})
    void namesAKeyOfTheProviders(String kid) {
      header.put("kid", kid);
      assertThat(refused(IDP.idToken(header, claims))).contains("does not name one key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5u", "crit", "b64", "zip"})
    void doesNotBringAKeyOrRulesOfItsOwn(String member) {
      header.put(member, List.of("exp"));
      assertThat(refused(IDP.idToken(header, claims))).startsWith("the header has one of");
    }

    @Test
    void isNotSignedByAnother() {
      String token = Idp.idToken(header, claims, "SHA256withRSA", Idp.pair("RSA", 2048));
      assertThat(refused(token)).isEqualTo("signature is wrong");
    }

    @Test
    void hasNoSignatureOfZeros() {
      header.putAll(Map.of("alg", "ES256", "kid", "e1"));
      String text = Idp.part(header) + "." + Idp.part(claims);
      assertThat(refused(text + "." + base64(new byte[64]))).isEqualTo("signature is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "logout+jwt", "secevent+jwt", ""})
    void isNoTokenOfAnotherKind(String type) {
      header.put("typ", type);
      assertThat(refused(IDP.idToken(header, claims))).startsWith("typ says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "a.b.c.d", "e30.e30.AA", "e30.W10.", "%.%.%"})
    void isAToken(String text) {
      refused(text);
    }

    @Test
    void saysNothingTwice() {
      String twice = "{\"iss\":\"" + Idp.ISSUER + "\",\"iss\":\"" + Idp.ISSUER + "\"}";
      refused(Idp.part(header) + "." + base64(bytes(twice)) + ".AA");
    }

    @Test
    void isSpelledAsItWasSigned() {
      String token = IDP.idToken(claims);
      refused(token + "=");
      refused(token.replaceFirst("\\.", ".."));
      refused(" " + token);
    }
  }

  @Nested
  class NotForUs {
    @ParameterizedTest
    @CsvSource({"iss, https://evil.example.org", "iss, ''", "aud, other", "aud, ''", "sub, ''"})
    void isRefused(String claim, String value) {
      claims.put(claim, value);
      refused(IDP.idToken(claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "iat", "exp"})
    void lacksNothing(String claim) {
      claims.remove(claim);
      refused(IDP.idToken(claims));
    }

    @Test
    void isForSeveralOnlyIfWeAreTheAuthorizedParty() {
      claims.put("aud", List.of("other", Idp.AUDIENCE));
      refused(IDP.idToken(claims));
      claims.put("azp", "other");
      refused(IDP.idToken(claims));
    }

    @ParameterizedTest
    @CsvSource({
      "-400, -31, false",
      "-400, -29, true",
      "31, 400, false",
      "29, 400, true",
      "0, 86400, true",
      "0, 86401, false",
      "-1, 9223372036854775807, false"
    })
    void countsInItsTime(long issued, long expires, boolean good) {
      claims.put("iat", NOW.getEpochSecond() + issued);
      claims.put("exp", expires == Long.MAX_VALUE ? expires : NOW.getEpochSecond() + expires);
      assertThat(verify(IDP.idToken(claims), Optional.empty()) instanceof Outcome.Granted<?>)
          .isEqualTo(good);
    }

    @Test
    void doesNotCountBefore() {
      claims.put("nbf", NOW.getEpochSecond() + 60);
      refused(IDP.idToken(claims));
      claims.put("nbf", "now");
      refused(IDP.idToken(claims));
    }

    @Test
    void hasTheNonceThatWasSent() {
      claims.put("nonce", "n1");
      assertThat(verify(IDP.idToken(claims), Optional.of("n1")))
          .isInstanceOf(Outcome.Granted.class);
      assertThat(verify(IDP.idToken(claims), Optional.of("n2")))
          .isInstanceOf(Outcome.Refused.class);
      claims.remove("nonce");
      assertThat(verify(IDP.idToken(claims), Optional.of("n1")))
          .isInstanceOf(Outcome.Refused.class);
    }
  }

  @Nested
  class Keys {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "[]",
          "{",
          "{\"keys\":[]}",
          "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
          "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
          "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}",
          "{\"kty\":\"RSA\",\"n\":\"%\",\"e\":\"AQAB\"}"
        })
    void thatAreNoneAreFound(String jwks) {
      IdentityProvider provider = Changed.with(PROVIDER, "keys", List.of(jwks));
      assertThat(PublicKeys.fault(provider)).isPresent();
    }

    @Test
    void thatAreGoodAreTaken() {
      assertThat(PublicKeys.fault(PROVIDER)).isEmpty();
      assertThat(PublicKeys.fault(IDP.provider(Protocol.SAML, ACCOUNT))).isEmpty();
    }
  }

  private static Asserted granted(String token) {
    return switch (verify(token, Optional.empty())) {
      case Outcome.Granted<Asserted>(Asserted asserted) -> asserted;
      case Outcome.Refused<Asserted>(Problem problem) ->
          throw new AssertionError(problem.toString());
    };
  }

  /// The reason; the caller hears the same words for all.
  private static String refused(String token) {
    return switch (verify(token, Optional.empty())) {
      case Outcome.Granted<Asserted>(Asserted asserted) ->
          throw new AssertionError("accepted: " + asserted);
      case Outcome.Refused<Asserted>(Problem problem) -> {
        assertThat(problem.message()).startsWith("The assertion is not one that");
        yield problem.detail();
      }
    };
  }

  private static Outcome<Asserted> verify(String token, Optional<String> nonce) {
    Expected expected = new Expected(PROVIDER, Set.of(), nonce, NOW);
    return IdToken.parse(token).then(it -> it.verify(expected));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(bytes, bytes.length));
  }
}
