package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator switches is so when the command returns, and nobody does anything in a guest.
@Tag("root")
class SwitchesTest {
  @RegisterExtension static final Product PRODUCT = new Product("at5");

  private static final String INSTANCE = "/metadata/v1/instance";

  private final Guest web = PRODUCT.guest("web-1");
  private final Guest shop = PRODUCT.guest("shop-1");
  private final Guest vault = PRODUCT.guest("vault-1");

  @Nested
  class OfAnInstance {
    @ParameterizedTest
    @ValueSource(
        strings = {Guest.IPV4, Guest.IPV6, "https://169.254.169.254", "https://[fd00:ec2::254]"})
    void offIsSilence(String base) throws Exception {
      Guest quiet = PRODUCT.guest("quiet-1");
      try (Capture capture = new Capture(quiet)) {
        assertThat(quiet.put(base).isSilence()).isTrue();

        assertThat(capture.packets()).as("not even a RST").isEmpty();
      }
    }

    @Test
    void offCutsAConnectionThatIsOpenAndOnNeedsNothingInTheGuest() throws Exception {
      String token = web.token(Guest.IPV4);
      try (KeptConnection kept = new KeptConnection(web)) {
        assertThat(kept.get(INSTANCE, token)).isEqualTo(200);
        assertThat(kept.endsWithin(300)).isFalse();

        PRODUCT.operator("set instance web-1 --metadata-service off");

        assertThat(kept.endsWithin(1_000)).isTrue();
        assertThat(web.put(Guest.IPV4).isSilence()).isTrue();
        assertThat(web.put(Guest.IPV6).isSilence()).isTrue();
        assertThat(shop.put(Guest.IPV4).status()).isEqualTo(200);
      } finally {
        PRODUCT.operator("set instance web-1 --metadata-service on");
      }
      assertThat(web.get(Guest.IPV4 + INSTANCE, token).status()).isEqualTo(200);
    }

    @Test
    void aBareMetalServerHasOneToo() {
      Guest metal = PRODUCT.guest("metal-1");
      assertThat(metal.put(Guest.IPV4).status()).isEqualTo(200);

      PRODUCT.operator("set bare-metal-server metal-1 --metadata-service off");

      assertThat(metal.put(Guest.IPV4).isSilence()).isTrue();
      PRODUCT.operator("set bare-metal-server metal-1 --metadata-service on");
      assertThat(metal.put(Guest.IPV4).status()).isEqualTo(200);
    }
  }

  @Nested
  class OfTheProtocol {
    @Test
    void theOtherPortIsClosedAndSaysSo() {
      assertThat(vault.put(Guest.IPV4).isRefusedConnection()).isTrue();
      assertThat(vault.put(Guest.IPV6).isRefusedConnection()).isTrue();
      assertThat(web.put(Guest.HTTPS).isRefusedConnection()).isTrue();
      assertThat(web.put("https://[fd00:ec2::254]").isRefusedConnection()).isTrue();
    }

    @Test
    void movesAGuestAtOnceAndCutsWhatItHadOpen() throws Exception {
      String token = shop.token(Guest.IPV4);
      try (KeptConnection kept = new KeptConnection(shop)) {
        assertThat(kept.get(INSTANCE, token)).isEqualTo(200);

        PRODUCT.operator("set instance shop-1 --protocol https");

        assertThat(kept.endsWithin(1_000)).isTrue();
        assertThat(shop.put(Guest.IPV4).isRefusedConnection()).isTrue();
        assertThat(shop.get(Guest.HTTPS + INSTANCE, token).at("/metadata_service/protocol"))
            .isEqualTo("https");
      } finally {
        PRODUCT.operator("set instance shop-1 --protocol http");
      }
      assertThat(shop.put(Guest.IPV4).status()).isEqualTo(200);
      assertThat(shop.put(Guest.HTTPS).isRefusedConnection()).isTrue();
    }
  }

  @Nested
  class OfAnAccount {
    @Test
    void silencesAllThatIsTheAccountsAndNobodyElse() throws Exception {
      Guest metal = PRODUCT.guest("metal-1");
      String token = web.token(Guest.IPV4);
      try (KeptConnection kept = new KeptConnection(web)) {
        assertThat(kept.get(INSTANCE, token)).isEqualTo(200);

        PRODUCT.operator("set account acme --metadata-service off");

        assertThat(kept.endsWithin(1_000)).isTrue();
        assertThat(web.put(Guest.IPV4).isSilence()).isTrue();
        assertThat(vault.put(Guest.HTTPS).isSilence()).isTrue();
        assertThat(metal.put(Guest.IPV4).isSilence()).isTrue();
        assertThat(shop.whoAmI()).isEqualTo("shop-1");
      } finally {
        PRODUCT.operator("set account acme --metadata-service on");
      }
      assertThat(web.whoAmI()).isEqualTo("web-1");
      assertThat(vault.put(Guest.HTTPS).status()).isEqualTo(200);
      assertThat(PRODUCT.guest("quiet-1").put(Guest.IPV4).isSilence()).isTrue();
    }
  }

  @Nested
  class OfTokens {
    @Test
    void revokedOnesAreWorthlessAndNewOnesAreNot() {
      String url = Guest.IPV4 + INSTANCE;
      String token = web.token(Guest.IPV4);
      String others = shop.token(Guest.IPV4);
      assertThat(web.get(url, token).status()).isEqualTo(200);

      PRODUCT.operator("revoke-tokens web-1");

      assertThat(web.get(url, token).status()).isEqualTo(401);
      assertThat(web.get(url, token).code()).isEqualTo("unauthenticated");
      assertThat(web.get(url, web.token(Guest.IPV4)).status()).isEqualTo(200);
      assertThat(shop.get(url, others).status()).isEqualTo(200);
    }

    @Test
    void revokedOnesAreWorthlessOnAConnectionThatUsedThem() throws Exception {
      String token = web.token(Guest.IPV4);
      try (KeptConnection kept = new KeptConnection(web)) {
        assertThat(kept.get(INSTANCE, token)).isEqualTo(200);

        PRODUCT.operator("revoke-tokens web-1");

        assertThat(kept.get(INSTANCE, token)).isEqualTo(401);
      }
    }
  }

  @Nested
  class OfTrustedProfiles {
    @Test
    void aDefaultProfileThatIsNotLinkedIsRefused() {
      Answer answer =
          vault.post(Guest.HTTPS + "/identity/v1/iam_tokens", vault.token(Guest.HTTPS), "{}");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("profile_not_linked");
    }

    @Test
    void unlinkingHoldsFromTheNextRequestOn() {
      assertThat(web.iamToken("").status()).isEqualTo(200);

      PRODUCT.operator("unlink web web-1");

      assertThat(web.iamToken("").code()).isEqualTo("profile_not_linked");
      PRODUCT.operator("link web web-1");
      assertThat(web.iamToken("").status()).isEqualTo(200);
    }

    @Test
    void deletingHoldsFromTheNextRequestOn() {
      Guest metal = PRODUCT.guest("metal-1");
      String id = PRODUCT.resource("trusted-profile", "backup").path("id").asString();
      String body = "{\"trusted_profile\":{\"id\":\"%s\"}}".formatted(id);
      assertThat(metal.iamToken(body).status()).isEqualTo(200);

      PRODUCT.operator("delete trusted-profile backup");

      assertThat(metal.iamToken(body).code()).isEqualTo("profile_not_linked");
    }
  }
}
