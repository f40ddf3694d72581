package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static io.sekisho.credential.Samples.granted;
import static io.sekisho.credential.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens that bear our header and our signature, and yet say what we would not.
class ForgedClaimsTest {
  private static final MemoryVault VAULT = new MemoryVault();
  private static Mint mint;
  private static Forge forge;
  private static String token;
  private static String payload;

  @BeforeAll
  static void mintOne() throws Exception {
    mint = Mint.open(VAULT, Mint.Settings.of("us-south"), NOW);
    forge = new Forge(VAULT, "identity-key.");
    token = mint.identityToken(Samples.web(), Duration.ofMinutes(5), Optional.empty(), NOW).value();
    payload = Forge.part(token, 1);
    granted(mint.verify(token, NOW));
  }

  private static void refuses(String forged, String reason) {
    Problem problem = refused(mint.verify(forged, NOW));
    assertThat(problem.code()).isEqualTo(Code.UNAUTHENTICATED);
    assertThat(problem.detail()).contains(reason);
  }

  @Nested
  class Claims {
    private static final long IAT = NOW.getEpochSecond();

    private static void refusesWith(String find, String replacement, String reason)
        throws Exception {
      assertThat(payload).contains(find);
      refuses(forge.token(payload.replace(find, replacement)), reason);
    }

    @Test
    void ofAnotherIssuerOrAudienceAreRefused() throws Exception {
      String reason = "issuer or audience";
      String installation = VAULT.text("installation");
      refusesWith("VSI-CR_us-south", "VSI-CR_us-east", reason);
      refusesWith("\"iss\":\"VSI-CR_us-south\"", "\"iss\":\"BMS-CR_us-south\"", reason);
      refusesWith("VSI-CR_us-south", "https://iam.cloud.ibm.com/identity", reason);
      refusesWith("\"region\":\"us-south\"", "\"region\":\"us-east\"", reason);
      refusesWith(installation, "247cd7d3-ff6b-11ef-8b70-ca73f727becf", reason);
      refusesWith(",\"" + installation + "\"", "", reason);
      refusesWith(installation, installation + "\",\"more", reason);
    }

    @Test
    void ofImpossibleTimesAreRefused() throws Exception {
      String iat = "\"iat\":" + IAT;
      String exp = "\"exp\":" + (IAT + 300);
      refusesWith(exp, "\"exp\":" + (IAT + 3601), "lives longer");
      refusesWith(exp, "\"exp\":" + Long.MAX_VALUE, "lives longer");
      refusesWith(exp, "\"exp\":" + Long.MIN_VALUE, "expired");
      refusesWith(exp, "\"exp\":" + IAT, "expired");
      refusesWith(exp, "\"exp\":0", "expired");
      refusesWith(exp, "\"exp\":-1", "expired");
      refusesWith(iat, "\"iat\":" + (IAT + 11), "future");
      refusesWith(iat, "\"iat\":0", "lives longer");
      refusesWith(iat, "\"iat\":" + Long.MIN_VALUE, "lives longer");
    }

    @Test
    void ofAnotherTypeAreRefused() throws Exception {
      String reason = "not a set of identity claims";
      String exp = "\"exp\":" + (IAT + 300);
      for (String other :
          List.of(
              "null",
              "\"" + (IAT + 300) + "\"",
              "1e10",
              "1795435500.9",
              "true",
              "[]",
              "{}",
              "99999999999999999999",
              "")) {
        refusesWith(exp, "\"exp\":" + other, reason);
      }
      refusesWith("\"generation\":0", "\"generation\":0.5", reason);
      refusesWith("\"generation\":0", "\"generation\":\"0\"", reason);
      refusesWith("\"generation\":0", "\"generation\":null", reason);
      refusesWith("\"instanceID\":\"" + Samples.WEB + "\"", "\"instanceID\":null", reason);
      refusesWith("\"instanceID\":\"" + Samples.WEB + "\"", "\"instanceID\":7", reason);
    }

    @Test
    void thatAreMissingAreRefused() throws Exception {
      refusesWith("\"exp\":" + (IAT + 300) + ",", "", "expired");
      refusesWith("\"iat\":" + IAT + ",", "", "lives longer");
      refusesWith("\"iss\":\"VSI-CR_us-south\",", "", "not a set of identity claims");
      refusesWith("\"instanceID\":\"" + Samples.WEB + "\",", "", "not a set of identity claims");
      refusesWith(",\"sekisho\":{\"generation\":0}", "", "not a set of identity claims");
      refuses(forge.token("{}"), "not a set of identity claims");
    }

    @Test
    void givenTwiceAreRefused() throws Exception {
      String reason = "not a set of identity claims";
      refusesWith("\"generation\":0", "\"generation\":0,\"generation\":1", reason);
      refusesWith("\"exp\":", "\"exp\":9999999999,\"exp\":", reason);
      refusesWith("\"exp\":", "\"\\u0065xp\":9999999999,\"exp\":", reason);
      refusesWith("\"iaas\":{", "\"iaas\":{\"instanceID\":\"" + Samples.DB + "\",", reason);
    }

    @Test
    void thatWeDoNotKnowAreRefused() throws Exception {
      String reason = "not a set of identity claims";
      refusesWith("{\"iss\"", "{\"admin\":true,\"iss\"", reason);
      refusesWith("{\"iss\"", "{\"nbf\":0,\"iss\"", reason);
      refusesWith("\"generation\":0", "\"generation\":0,\"more\":1", reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"x\"", "7", "{", "{\"iss\":", "\u0000", "// {}", "{}{}"})
    void thatAreNoClaimsAreRefused(String nonsense) throws Exception {
      refuses(forge.token(nonsense), "not a set of identity claims");
    }

    @Test
    void thatAreNullAreRefused() throws Exception {
      refuses(forge.token("null"), "payload is null");
    }

    @Test
    void followedByAnythingAreRefused() throws Exception {
      refuses(forge.token(payload + "{}"), "not a set of identity claims");
      refuses(forge.token("[" + payload + "]"), "not a set of identity claims");
    }

    @Test
    void nestedWithoutEndAreRefused() throws Exception {
      String deep = "{\"iss\":" + "[".repeat(5_000);
      refuses(forge.token(deep), "not a set of identity claims");
    }
  }

  @Nested
  class OtherRing {
    @Test
    void cantSignIdentityTokens() throws Exception {
      Forge iam = new Forge(VAULT, "iam-key.");
      refuses(iam.token(payload), "header is not one of ours");
      refuses(iam.signed(token.substring(0, token.lastIndexOf('.'))), "signature is wrong");
    }

    @Test
    void doesNotTakeIdentityTokens() {
      Seal iam = new Seal(KeyRing.open(VAULT, iamDesign(), NOW), RsaProvider.amazons(_ -> {}));
      String own = mint.iamToken(Samples.assumed(), Duration.ofHours(1), NOW).value();
      granted(iam.open(own));
      assertThat(refused(iam.open(token)).detail()).startsWith("header is not one of ours");
    }

    @Test
    void isNotAmongThePublicKeysOfTheFirst() {
      assertThat(mint.identityKeys()).contains(forge.kid).doesNotContain("IAM_");
      assertThat(mint.iamKeys()).contains("IAM_").doesNotContain(forge.kid);
    }

    private static KeyRing.Design iamDesign() {
      return new KeyRing.Design("iam-key.", "IAM", Duration.ofDays(1));
    }
  }
}
