package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// cloud-init as Debian has it, in a guest that has nothing but a network card and a kernel's
/// command line; and those who would like to read what it reads.
@Tag("root")
class CloudInitTest {
  @RegisterExtension static final Product PRODUCT = new Product("atc");

  private static final Path PACKAGES = Path.of("target/cloud-init").toAbsolutePath();
  private static final Path BOOT = Path.of("src/test/resources/app/cloud-init.sh").toAbsolutePath();
  private static final String GIVEN =
      """
      user_data: |
        #cloud-config
        packages: [nginx]
      """
          .indent(8);

  private static final String WANTED =
      """
      cloud_init:
        seed: true
        vendor_data: |
          #cloud-config
          locale: false
          write_files: [{path: /etc/vendor, content: "from the vendor\\n"}]
      user_data: |
        #cloud-config
        runcmd:
          - echo "an ü" >/etc/written
          - |
            at=http://169.254.169.254 version='version=2025-08-26'
            curl -sS -X PUT "$at/identity/v1/token?$version" -H 'Metadata-Flavor: ibm' >/root/token
            curl -sS "$at/metadata/v1/instance?$version" \\
              -H "Authorization: Bearer $(jq -r .access_token /root/token)" >/root/instance
      """
          .indent(8);

  @TempDir static Path folder;

  private final Guest web = PRODUCT.guest("web-1");

  @BeforeAll
  static void give() throws Exception {
    String inventory = Files.readString(Product.INVENTORY);
    assertThat(inventory).contains(GIVEN);
    Path file = folder.resolve("lab.yaml");
    Files.writeString(file, inventory.replace(GIVEN, WANTED));
    PRODUCT.operator("apply -f " + file);
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Booted {
    private final Map<String, String> found = new LinkedHashMap<>();

    @BeforeAll
    void boot() {
      String words = PRODUCT.operator("seed web-1 --kernel").strip();
      String[] cell = {"unshare", "-m", "-p", "-f", "--mount-proc", "--propagation", "private"};
      List<String> command = new ArrayList<>(List.of(cell));
      command.addAll(List.of("sh", BOOT.toString(), PACKAGES.toString(), words));
      String out = web.run(command.toArray(String[]::new)).good();
      for (String part : out.split("(?m)^== ")) {
        int line = part.indexOf('\n');
        found.put(part.substring(0, Math.max(line, 0)), part.substring(line + 1));
      }
      assertThat(found).as(out).containsKey("end");
    }

    @Test
    void foundTheSeedByItselfAndHasNothingToComplainOf() {
      assertThat(found.get("datasource")).contains("datasource_list: [ NoCloud, None ]");
      assertThat(found.get("status")).contains("status: done", "DataSourceNoCloudNet");
    }

    @Test
    void hasItsNameAndItsKeys() {
      assertThat(found.get("hostname")).isEqualTo("web-1\n");
      assertThat(found.get("keys"))
          .contains("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKQbOZBOpMuxF26EkFpNlAIv6dVWbUp");
    }

    @Test
    void hasItsNetwork() {
      assertThat(found.get("addresses")).contains("inet 10.0.0.5/24", "inet6 fd00:a::");
      assertThat(found.get("routes")).contains("default via 10.0.0.1 dev eth0");
    }

    @Test
    void ranTheUsersDataAndTheVendors() {
      assertThat(found.get("written")).isEqualTo("an ü\n");
      assertThat(found.get("vendor")).isEqualTo("from the vendor\n");
    }

    @Test
    void gotATokenAndReadTheInstance() {
      assertThat(JsonMapper.shared().readTree(found.get("token")).path("expires_in").asInt())
          .isEqualTo(300);
      assertThat(JsonMapper.shared().readTree(found.get("instance")).path("name").asString())
          .isEqualTo("web-1");
    }
  }

  @Nested
  class TheSeed {
    @Test
    void isAnsweredToItsOwnGuestAlone() {
      String url = url("user-data");

      assertThat(web.curl(url).body()).startsWith("#cloud-config");
      assertThat(PRODUCT.guest("shop-1").curl(url).status()).isEqualTo(404);
      assertThat(PRODUCT.guest("metal-1").curl(url).status()).isEqualTo(404);
    }

    @Test
    void isNotPassedOnToAContainerBehindTheHopLimit() {
      Guest container = PRODUCT.container("web-1", "app");
      PRODUCT.operator("set instance web-1 --hop-limit 2");
      assertThat(container.curl(url("user-data")).status()).isEqualTo(200);

      PRODUCT.operator("set instance web-1 --hop-limit 1");
      assertThat(container.curl(url("user-data")).isSilence()).isTrue();
    }

    @Test
    void isNotThereForWhoDoesNotKnowTheSecretOrPassesARequestOn() {
      assertThat(web.curl(Guest.IPV4 + "/seed/user-data").status()).isEqualTo(404);
      assertThat(web.curl(Guest.IPV4 + "/seed/" + "0".repeat(32) + "/user-data").status())
          .isEqualTo(404);
      assertThat(web.curl("-H", "X-Forwarded-For: 10.0.0.5", url("user-data")).status())
          .isEqualTo(403);
      assertThat(web.curl("-H", "Host: example.com", url("user-data")).status()).isEqualTo(421);
    }

    @Test
    void isServedUnderTheProtocolThatIsOnAndNoOther() {
      PRODUCT.operator("set instance vault-1 --seed on");
      Guest vault = PRODUCT.guest("vault-1");
      String secure = PRODUCT.operator("seed vault-1").strip().split(";s=")[1] + "meta-data";

      assertThat(secure).startsWith("https://");
      assertThat(vault.curl(secure).at("/local-hostname")).isEqualTo("vault-1");
      assertThat(vault.curl(secure.replace("https:", "http:")).isRefusedConnection()).isTrue();
    }

    @Test
    void isGoneTheMomentItIsSwitchedOffAndAnotherWhenOnAgain() {
      Guest shop = PRODUCT.guest("shop-1");
      PRODUCT.operator("set instance shop-1 --seed on");
      String before = PRODUCT.operator("seed shop-1").strip().split(";s=")[1] + "meta-data";
      assertThat(shop.curl(before).status()).isEqualTo(200);

      PRODUCT.operator("set instance shop-1 --seed off");
      assertThat(shop.curl(before).status()).isEqualTo(404);

      PRODUCT.operator("set instance shop-1 --seed on");
      assertThat(shop.curl(before).status()).isEqualTo(404);
      PRODUCT.operator("set instance shop-1 --metadata-service off");
      assertThat(shop.curl(before).isSilence()).isTrue();
    }
  }

  /// The address of a document of `web-1`'s seed.
  private static String url(String file) {
    return PRODUCT.operator("seed web-1").strip().split(";s=")[1] + file;
  }
}
