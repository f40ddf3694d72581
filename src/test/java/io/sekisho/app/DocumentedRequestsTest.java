package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What IBM's documentation tells people to type in a guest, typed in a guest.
@Tag("root")
class DocumentedRequestsTest {
  @RegisterExtension static final Product PRODUCT = new Product("at1");

  /// The ways from a guest to the service.
  enum Way {
    HTTP("web-1", Guest.IPV4),
    HTTP_BY_NAME("web-1", "http://api.metadata.cloud.ibm.com"),
    HTTP_IPV6("web-1", Guest.IPV6),
    HTTPS("vault-1", Guest.HTTPS),
    HTTPS_BY_ADDRESS("vault-1", "https://169.254.169.254"),
    HTTPS_UNVERIFIED("vault-1", "https://169.254.169.254", false),
    HTTPS_IPV6("vault-1", "https://[fd00:ec2::254]");

    private final String guest;
    private final String base;
    private final boolean verified;

    Way(String guest, String base) {
      this(guest, base, true);
    }

    Way(String guest, String base, boolean verified) {
      this.guest = guest;
      this.base = base;
      this.verified = verified;
    }

    private String[] options() {
      return verified ? new String[0] : new String[] {"-k"};
    }

    Guest guest() {
      return PRODUCT.guest(guest);
    }

    String token() {
      return guest().token(base, options());
    }

    Answer get(String path) {
      return guest().get(base + path, token(), options());
    }

    Answer post(String path, String body) {
      return guest().post(base + path, token(), body, options());
    }
  }

  @ParameterizedTest
  @EnumSource
  void giveATokenThatReadsTheInstance(Way way) {
    Answer answer = way.get("/metadata/v1/instance");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.at("/name")).isEqualTo(way.guest);
    assertThat(answer.at("/id")).isEqualTo(id(way.guest));
    assertThat(answer.at("/metadata_service/protocol"))
        .isEqualTo(way.base.substring(0, way.base.indexOf(':')));
  }

  @ParameterizedTest
  @EnumSource
  void readTheListsThatAnInstanceHas(Way way) {
    JsonNode interfaces = way.get("/metadata/v1/instance/network_interfaces").json();
    JsonNode volumes = way.get("/metadata/v1/instance/volume_attachments").json();
    JsonNode virtual = way.get("/metadata/v1/virtual_network_interfaces").json();

    assertThat(interfaces.at("/network_interfaces/0/primary_ip/address").asString())
        .startsWith("10.0.0.");
    assertThat(volumes.at("/volume_attachments/0/type").asString()).isEqualTo("boot");
    assertThat(virtual.at("/virtual_network_interfaces/0/mac_address").asString())
        .startsWith("02:");
  }

  @ParameterizedTest
  @EnumSource
  void giveAnIamTokenForAProfileThatAppliesByRule(Way way) {
    String id = PRODUCT.resource("trusted-profile", "zone-reader").path("id").asString();

    Answer answer =
        way.post("/identity/v1/iam_tokens", "{\"trusted_profile\":{\"id\":\"%s\"}}".formatted(id));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(IamToken.verified(PRODUCT, answer.at("/access_token")).iamId())
        .isEqualTo("iam-" + id);
  }

  @ParameterizedTest
  @EnumSource
  void giveACertificateForTheGuestsOwnKey(Way way, @TempDir Path folder) throws Exception {
    way.guest()
        .sh(
            "openssl req -new -newkey rsa:2048 -nodes -subj /C=US/O=acme -keyout %s/key -out %s/csr"
                .formatted(folder, folder));
    String csr = Files.readString(folder.resolve("csr"));

    Answer answer =
        way.post(
            "/identity/v1/certificates",
            JsonMapper.shared().writeValueAsString(Map.of("csr", csr)));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    Files.writeString(folder.resolve("leaf"), answer.at("/certificates/0"));
    Files.writeString(folder.resolve("issuer"), answer.at("/certificates/1"));
    String leaf = folder + "/leaf";
    assertThat(
            openssl("verify -CAfile " + PRODUCT.ca() + " -untrusted " + folder + "/issuer " + leaf))
        .isEqualTo(leaf + ": OK\n");
    assertThat(openssl("x509 -noout -subject -in " + leaf)).contains(id(way.guest));
    assertThat(openssl("x509 -noout -pubkey -in " + leaf))
        .isEqualTo(openssl("pkey -pubout -in " + folder + "/key"));
  }

  @Nested
  class OnAnInstanceWithEverything {
    @Test
    void showUserDataAsItWasGiven() {
      JsonNode document = Way.HTTP.get("/metadata/v1/instance/initialization").json();

      assertThat(document.path("user_data").asString())
          .isEqualTo("#cloud-config\npackages: [nginx]\n");
      assertThat(document.at("/keys/0/name").asString()).isEqualTo("ops");
      assertThat(document.at("/default_trusted_profile/target/id").asString())
          .isEqualTo(profile("web", "id"));
    }

    @Test
    void showTheKeys() {
      JsonNode key = Way.HTTP.get("/metadata/v1/keys").json().at("/keys/0");

      assertThat(key.path("public_key").asString()).startsWith("ssh-ed25519 AAAA");
      assertThat(key.path("fingerprint").asString())
          .isEqualTo(PRODUCT.resource("key", "ops").path("fingerprint").asString());
    }

    @Test
    void giveAnIamTokenForTheDefaultProfileById() {
      String asked = "{\"trusted_profile\":{\"id\":\"%s\"}}".formatted(profile("web", "id"));

      assertThat(iamId(asked)).isEqualTo("iam-" + profile("web", "id"));
    }

    @Test
    void giveAnIamTokenForTheDefaultProfileByCrn() {
      String asked = "{\"trusted_profile\":{\"crn\":\"%s\"}}".formatted(profile("web", "crn"));

      assertThat(iamId(asked)).isEqualTo("iam-" + profile("web", "id"));
    }

    @Test
    void giveAnIamTokenForTheDefaultProfileUnasked() {
      assertThat(iamId("")).isEqualTo("iam-" + profile("web", "id"));
      assertThat(iamId("{}")).isEqualTo("iam-" + profile("web", "id"));
    }

    @Test
    void workAsAScriptWithTheOlderPathsAndVersions() {
      String script =
          """
          endpoint=http://169.254.169.254
          token=$(curl -s -X PUT "$endpoint/instance_identity/v1/token?version=2022-03-01" \
            -H "Metadata-Flavor: ibm" -d '{"expires_in": 3600}' | jq -r .access_token)
          curl -s -X GET "$endpoint/metadata/v1/instance/initialization?version=2022-03-01" \
            -H "Accept: application/json" -H "Authorization: Bearer $token" | jq -r .user_data
          curl -s -X POST "$endpoint/instance_identity/v1/iam_token?version=2022-03-01" \
            -H "Authorization: Bearer $token" | jq -r .expires_in
          """;

      assertThat(PRODUCT.guest("web-1").sh(script))
          .isEqualTo("#cloud-config\npackages: [nginx]\n\n3600\n");
    }

    @Test
    void bringANonceBack() {
      Answer answer = PRODUCT.guest("web-1").put(Guest.IPV4, "-d", "{\"nonce\":\"n-0S6_WzA2Mj\"}");

      assertThat(answer.at("/nonce")).isEqualTo("n-0S6_WzA2Mj");
      assertThat(IamToken.claims(answer.at("/access_token")).path("nonce").asString())
          .isEqualTo("n-0S6_WzA2Mj");
    }

    private String iamId(String body) {
      Answer answer = PRODUCT.guest("web-1").iamToken(body);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      return IamToken.verified(PRODUCT, answer.at("/access_token")).iamId();
    }
  }

  @Nested
  class OnABareMetalServer {
    @Test
    void provesWhoItIsAndSeesNoDocuments() {
      Guest metal = PRODUCT.guest("metal-1");
      String token = metal.token(Guest.IPV4);
      String backup = "{\"trusted_profile\":{\"id\":\"%s\"}}".formatted(profile("backup", "id"));

      assertThat(IamToken.claims(token).path("iss").asString()).startsWith("BMS-CR_");
      assertThat(metal.iamToken(backup).status()).isEqualTo(200);
      assertThat(metal.get(Guest.IPV4 + "/metadata/v1/instance", token).status()).isEqualTo(404);
    }
  }

  @Nested
  class WithoutTheCa {
    @Test
    void httpsIsNotTrusted() {
      Answer answer = PRODUCT.guest("vault-1").put(Guest.HTTPS, "--cacert", "/dev/null");

      assertThat(answer.status()).isZero();
      assertThat(List.of(60, 77)).contains(answer.exit());
    }
  }

  private static String id(String instance) {
    return PRODUCT.resource("instance", instance).path("id").asString();
  }

  private static String profile(String name, String member) {
    return PRODUCT.resource("trusted-profile", name).path(member).asString();
  }

  private static String openssl(String arguments) {
    return Ran.here(("openssl " + arguments).split(" ")).good();
  }
}
