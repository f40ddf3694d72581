package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static io.sekisho.credential.Samples.granted;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.sekisho.problem.Outcome;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Our tokens and keys in the eyes of others: a JOSE library, and the bare JDK.
class OracleTest {
  private static final MemoryVault VAULT = new MemoryVault();
  private static final Mint MINT = Mint.open(VAULT, Mint.Settings.of("us-south"), NOW);

  private static String identityToken() {
    return MINT.identityToken(Samples.web(), Duration.ofMinutes(5), Optional.of("n"), NOW).value();
  }

  private static String iamToken() {
    return MINT.iamToken(Samples.assumed(), Duration.ofHours(1), NOW).value();
  }

  /// A public key from nothing but the `n` and `e` of the published document.
  static RSAPublicKey publicKey(String jwks, String kid) throws Exception {
    for (JsonNode key : new JsonMapper().readTree(jwks).get("keys")) {
      if (key.get("kid").asString().equals(kid)) {
        BigInteger n = new BigInteger(1, Base64.getUrlDecoder().decode(key.get("n").asString()));
        BigInteger e = new BigInteger(1, Base64.getUrlDecoder().decode(key.get("e").asString()));
        return (RSAPublicKey)
            KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
      }
    }
    throw new AssertionError("no key " + kid);
  }

  @Test
  void bareJdkVerifiesBothKindsOfToken() throws Exception {
    assertThat(jdkVerifies(identityToken(), MINT.identityKeys())).isTrue();
    assertThat(jdkVerifies(iamToken(), MINT.iamKeys())).isTrue();
  }

  @Test
  void nimbusVerifiesBothKindsOfToken() throws Exception {
    assertThat(nimbusVerifies(identityToken(), MINT.identityKeys())).isTrue();
    assertThat(nimbusVerifies(iamToken(), MINT.iamKeys())).isTrue();
    assertThat(nimbusVerifies(identityToken(), MINT.iamKeys())).isFalse();
  }

  @Test
  void nimbusReadsTheClaims() throws Exception {
    SignedJWT token = SignedJWT.parse(identityToken());
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("VSI-CR_us-south");
    assertThat(token.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n");
    assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
        .isEqualTo("2026-11-23T12:05:00Z");
  }

  @Test
  void keysArePublishedWithoutTheirPrivateHalf() throws Exception {
    for (String jwks : new String[] {MINT.identityKeys(), MINT.iamKeys()}) {
      JWKSet set = JWKSet.parse(jwks);
      assertThat(set.getKeys()).isNotEmpty().noneMatch(key -> key.isPrivate());
      assertThat(set.getKeys()).allMatch(key -> key.size() == 2048);
      assertThat(new JsonMapper().readTree(jwks).get("keys").get(0).propertyNames())
          .containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
    }
  }

  @Test
  void tokenMadeByNimbusUnderOurHeaderIsAccepted() throws Exception {
    Forge forge = new Forge(VAULT, "identity-key.");
    JWSObject made =
        new JWSObject(
            JWSHeader.parse(Base64Text.of(forge.header())),
            new Payload(Forge.part(identityToken(), 1)));
    made.sign(new RSASSASigner(forge.key));
    assertThat(made.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    granted(MINT.verify(made.serialize(), NOW));
  }

  /// Nimbus forgives more spellings than we do, so this runs in one direction only.
  @Test
  void whatWeAcceptNimbusAcceptsToo() throws Exception {
    String token = identityToken();
    Random random = new Random(7);
    int accepted = 0;
    for (int i = 0; i < 1_000; i++) {
      StringBuilder mutant = new StringBuilder(token);
      if (i % 10 != 0) {
        mutant.setCharAt(random.nextInt(token.length()), (char) random.nextInt(33, 127));
      }
      if (MINT.verify(mutant.toString(), NOW) instanceof Outcome.Granted<Verified>) {
        accepted++;
        assertThat(nimbusVerifies(mutant.toString(), MINT.identityKeys())).isTrue();
      }
    }
    assertThat(accepted).isGreaterThanOrEqualTo(100);
  }

  private static boolean jdkVerifies(String token, String jwks) throws Exception {
    String kid = new JsonMapper().readTree(Forge.part(token, 0)).get("kid").asString();
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(publicKey(jwks, kid));
    int last = token.lastIndexOf('.');
    signature.update(token.substring(0, last).getBytes(US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(last + 1)));
  }

  private static boolean nimbusVerifies(String token, String jwks)
      throws ParseException, JOSEException {
    SignedJWT parsed = SignedJWT.parse(token);
    if (JWKSet.parse(jwks).getKeyByKeyId(parsed.getHeader().getKeyID()) instanceof RSAKey key) {
      return parsed.verify(new RSASSAVerifier(key));
    }
    return false;
  }

  /// Nimbus keeps a header's own spelling only if it is given in base64url.
  private static final class Base64Text {
    static com.nimbusds.jose.util.Base64URL of(String json) {
      return com.nimbusds.jose.util.Base64URL.encode(json);
    }
  }
}
