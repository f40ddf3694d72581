package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What an operator types, and what can be seen from outside.
@Tag("root")
class OperatorTest {
  @RegisterExtension static final Product PRODUCT = new Product("at7");

  @TempDir private Path folder;

  @Nested
  class ABadInventory {
    @Test
    void isRefusedWithLineAndPathAndChangesNothing() throws Exception {
      String good = Files.readString(Product.INVENTORY);
      Path file = Files.writeString(folder.resolve("bad.yaml"), good.replace("[ops]", "[opps]"));
      int line = 1 + good.lines().toList().indexOf("        keys: [ops]");
      String before = PRODUCT.operator("get instances -o json");

      Ran ran = PRODUCT.cli("apply", "-f", file.toString());

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err())
          .contains("line " + line + ", column ")
          .contains("accounts[0].instances[1].keys[0]")
          .contains("Did you mean ops?");
      assertThat(ran.out()).isEmpty();
      assertThat(PRODUCT.operator("get instances -o json")).isEqualTo(before);
    }

    @Test
    void isRefusedByAProcessOfItsOwnToo() throws Exception {
      Path file = Files.writeString(folder.resolve("bad.yaml"), "acounts: []\n");

      Ran ran = PRODUCT.sekisho("apply", "-f", file.toString());

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).contains("line 1, column ").contains("acounts");
    }

    @Test
    void thatIsNotThereIsSaidSo() {
      Ran ran = PRODUCT.cli("apply", "-f", "/no/such.yaml");

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).isEqualTo("Can't read /no/such.yaml: check the path.\n");
    }
  }

  @Test
  void theSameInventoryAgainChangesNothing() {
    assertThat(PRODUCT.operator("apply -f " + Product.INVENTORY)).contains("Nothing to change");
  }

  @Nested
  class Get {
    @Test
    void showsTheSameAsTableJsonAndYaml() {
      JsonNode json = JsonMapper.shared().readTree(PRODUCT.operator("get instances -o json"));
      JsonNode yaml = YAMLMapper.shared().readTree(PRODUCT.operator("get instances -o yaml"));
      List<String> table = PRODUCT.operator("get instances -o table").lines().toList();

      assertThat(yaml).isEqualTo(json);
      assertThat(table).hasSize(1 + json.size());
      for (int i = 0; i < json.size(); i++) {
        assertThat(table.get(1 + i)).startsWith(json.get(i).path("name").asString() + " ");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "accounts",
          "vpcs",
          "subnets",
          "keys",
          "placement-groups",
          "instances",
          "bare-metal-servers",
          "trusted-profiles"
        })
    void knowsEveryKind(String kind) {
      assertThat(PRODUCT.cli("get", kind).code()).isZero();
    }

    @Test
    void saysSoIfThereIsNoSuchThing() {
      Ran ran = PRODUCT.cli("get", "instance", "web-9");

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).contains("web-9");
    }
  }

  @Test
  void statusSaysHowGuestsReachTheService() {
    assertThat(PRODUCT.operator("status")).containsPattern("mode +kernel\n");
  }

  @Nested
  class Health {
    @Test
    void isToldToEverybody() {
      assertThat(PRODUCT.fetch("/healthz")).contains("\"ok\"");
      assertThat(PRODUCT.fetch("/readyz")).contains("\"ready\"");
    }

    @Test
    void metricsCountWhatGuestsAsk() {
      PRODUCT.guest("shop-1").token(Guest.IPV4);

      assertThat(PRODUCT.fetch("/metrics"))
          .contains("# TYPE ")
          .containsPattern("sekisho_\\w*requests\\w*\\{[^}]*method=\"PUT\"[^}]*} [1-9]");
    }

    @Test
    void nothingElseIsToldWithoutAKey() {
      String url = PRODUCT.context().path("url").asString() + "/sekisho/v1/instances";
      Ran ran =
          Ran.here("curl", "-sS", "-w", Answer.FORMAT, "--cacert", PRODUCT.ca().toString(), url);

      assertThat(Answer.of(ran).status()).isEqualTo(401);
      assertThat(ran.out()).doesNotContain("web-1");
    }
  }

  @Nested
  class AnotherStart {
    @Test
    void onTheSameStateIsRefused() {
      String state = PRODUCT.home().resolve("state").toString();
      Ran ran =
          PRODUCT.sekisho("up", "--api", "127.0.0.1:0", "--guests", "simulated", "--state", state);

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).doesNotContain("\tat ").contains(state);
    }

    @Test
    void withAnInventoryThatIsNotThereSaysSo() {
      Ran ran = PRODUCT.another(folder, "--lab", "/no/such.yaml");

      assertThat(ran).isEqualTo(new Ran(1, "", "Can't read /no/such.yaml: check the path.\n"));
    }

    @Test
    void withALabOfSimulatedGuestsIsRefused() {
      Ran ran = PRODUCT.another(folder, "--guests", "simulated", "--lab", "examples/lab.yaml");

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).hasLineCount(1).contains("not simulated");
      assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withAPrefixThatCanBeNoneSaysWhichVariable() {
      Ran ran = PRODUCT.prefixed("newctoolong", "get", "instances");

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err()).hasLineCount(1).startsWith("SEKISHO_PREFIX: ");
    }

    @Test
    void withoutTheToolsItNeedsSaysWhatToInstall() {
      Ran ran = PRODUCT.bare(folder);

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err())
          .hasLineCount(1)
          .contains("apt-get install iproute2 nftables util-linux");
      assertThat(folder).isEmptyDirectory();
    }

    @Test
    void onAPortThatIsTakenSaysSo() {
      String url = PRODUCT.context().path("url").asString();
      String address = url.substring("https://".length());

      Ran ran = PRODUCT.another(folder, "--guests", "simulated", "--api", address);

      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.err())
          .hasLineCount(1)
          .contains(address, "is the port taken?")
          .endsWith("--api HOST:PORT.\n");
    }
  }

  @Nested
  class Secrets {
    @Test
    void standInNoEventAndOnNoOutput() throws Exception {
      Guest web = PRODUCT.guest("web-1");
      List<String> secrets = new ArrayList<>();
      secrets.add(PRODUCT.context().path("key").asString());
      secrets.add("packages: [nginx]");
      String token = web.token(Guest.IPV4, "-d", "{\"nonce\":\"the-nonce-itself\"}");
      secrets.add(signature(token));
      secrets.add("the-nonce-itself");
      web.get(Guest.IPV4 + "/metadata/v1/instance/initialization", token);
      secrets.add(signature(web.iamToken("").at("/access_token")));
      secrets.addAll(certificate(web, token));
      secrets.add("the-password-itself");
      PRODUCT.operator("apply -f " + withPassword());
      web.get(Guest.IPV4 + "/metadata/v1/keys", "the-token-that-is-not-one");
      secrets.add("the-token-that-is-not-one");
      web.post(Guest.IPV4 + "/identity/v1/iam_tokens", token, "{\"the-body-itself\":1}");

      String events = PRODUCT.eventsWith("unknown_field");

      assertThat(events).contains("is.metadata.jwt-token.create", "unauthenticated");
      assertThat(events).doesNotContain(secrets);
      assertThat(events).doesNotContain("BEGIN", "eyJ");
      assertThat(PRODUCT.said()).doesNotContain(secrets);
    }

    private List<String> certificate(Guest web, String token) throws Exception {
      web.sh(
          "openssl req -new -newkey rsa:2048 -nodes -subj /O=acme -keyout %s/key -out %s/csr"
              .formatted(folder, folder));
      String csr = Files.readString(folder.resolve("csr"));
      String body = JsonMapper.shared().writeValueAsString(Map.of("csr", csr));
      assertThat(web.post(Guest.IPV4 + "/identity/v1/certificates", token, body).status())
          .isEqualTo(200);
      return csr.lines().filter(line -> !line.startsWith("-")).toList();
    }

    private Path withPassword() throws Exception {
      return Files.writeString(
          folder.resolve("password.yaml"),
          """
          accounts:
            - name: acme
              instances:
                - name: windows-1
                  vpc: prod
                  password: {encrypted_password: the-password-itself, key: ops}
          """);
    }

    private static String signature(String token) {
      return token.substring(token.lastIndexOf('.') + 1);
    }
  }
}
