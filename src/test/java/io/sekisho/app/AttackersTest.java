package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Guests whose root user wants to be taken for another: whatever they send, they get nothing that
/// is not their own, and whom they imitate notices nothing.
@Tag("root")
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class AttackersTest {
  @RegisterExtension static final Product PRODUCT = new Product("at6");

  private static final String INSTANCE = "/metadata/v1/instance";
  private static final String WEB_IPV4 = "10.0.0.5";
  private static final String WEB_IPV6 = "fd00:a::5";

  private final Guest web = PRODUCT.guest("web-1");

  @Nested
  @Order(1)
  class ANeighbour {
    private final Guest mallory = PRODUCT.guest("metal-1");

    @AfterEach
    void theImitatedNoticesNothing() {
      assertThat(web.whoAmI()).isEqualTo("web-1");
      assertThat(mallory.put(Guest.IPV4).status()).as("mallory as itself").isEqualTo(200);
    }

    @Test
    void withAnothersAddressHearsNothing() {
      mallory.sh(
          "ip addr add %s/32 dev eth0; ip addr add %s/128 dev eth0 nodad"
              .formatted(WEB_IPV4, WEB_IPV6));

      assertThat(mallory.put(Guest.IPV4, "--interface", WEB_IPV4).isSilence()).isTrue();
      assertThat(mallory.put(Guest.IPV6, "--interface", WEB_IPV6).isSilence()).isTrue();
      mallory.sh(
          "ip addr del %s/32 dev eth0; ip addr del %s/128 dev eth0".formatted(WEB_IPV4, WEB_IPV6));
    }

    @Test
    void withAnothersMacHearsNothing() {
      String own = mallory.sh("cat /sys/class/net/eth0/address").strip();
      String others = web.sh("cat /sys/class/net/eth0/address").strip();
      mallory.sh("ip link set eth0 address " + others);

      assertThat(mallory.put(Guest.IPV4).isSilence()).isTrue();
      assertThat(mallory.put(Guest.IPV6).isSilence()).isTrue();
      mallory.sh("ip link set eth0 address " + own);
    }

    @Test
    void withBothHearsNothing() {
      String own = mallory.sh("cat /sys/class/net/eth0/address").strip();
      String others = web.sh("cat /sys/class/net/eth0/address").strip();
      mallory.sh(
          "ip link set eth0 address %s; ip addr add %s/32 dev eth0".formatted(others, WEB_IPV4));

      assertThat(mallory.put(Guest.IPV4, "--interface", WEB_IPV4).isSilence()).isTrue();
      mallory.sh(
          "ip addr del %s/32 dev eth0; ip link set eth0 address %s".formatted(WEB_IPV4, own));
    }

    @Test
    void getsNothingForAnothersToken() {
      Answer answer = PRODUCT.guest("shop-1").get(Guest.IPV4 + INSTANCE, web.token(Guest.IPV4));

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("web-1");
    }

    @Test
    void getsNothingByNamingAnotherInAHeader() {
      for (String header :
          new String[] {"X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Host"}) {
        Answer answer = mallory.put(Guest.IPV4, "-H", header + ": " + WEB_IPV4);
        assertThat(answer.status()).as(header).isBetween(400, 499);
      }
      assertThat(mallory.put(Guest.IPV4, "-H", "Host: evil.example").status()).isBetween(400, 499);
    }
  }

  @Nested
  @Order(2)
  class AMachineBehindAGuest {
    @Test
    void isNotServedWhenTheGuestForwardsItsPacketsAsTheyAre() {
      Guest behind = PRODUCT.container("web-1", "app");
      PRODUCT.operator("set instance web-1 --hop-limit 64");
      assertThat(behind.put(Guest.IPV4).status()).as("translated").isEqualTo(200);
      String rules = web.sh("nft list ruleset");
      web.sh("nft flush ruleset");

      assertThat(behind.put(Guest.IPV4).isSilence()).isTrue();
      assertThat(behind.put(Guest.IPV6).isSilence()).isTrue();
      web.sh("echo '%s' | nft -f -".formatted(rules));
      PRODUCT.operator("set instance web-1 --hop-limit 1");
    }
  }

  @Nested
  @Order(3)
  class AnOutsider {
    private static final int NO_CONNECTION = 7;

    /// Whoever is no guest is let go without a byte.
    private static final int CUT = 56;

    private final String vpc = PRODUCT.name("vpc-1");
    private final String outsider = PRODUCT.name("guest-99");

    @AfterEach
    void unplug() {
      Ran.here("ip", "netns", "del", outsider);
    }

    @Test
    void pluggedInWithoutBeingInTheInventoryHearsNothing() {
      host("ip netns add " + outsider);
      host("ip link add eth0 netns %s type veth peer name eth9 netns %s".formatted(outsider, vpc));
      host("ip -n %s link set eth9 address fe:00:00:00:00:01 up".formatted(vpc));
      host("ip -n %s route add 10.0.0.99 dev eth9".formatted(vpc));
      host("ip -n %s link set eth0 up".formatted(outsider));
      host("ip -n %s addr add 10.0.0.99/32 dev eth0".formatted(outsider));
      host("ip -n %s addr add %s/32 dev eth0".formatted(outsider, WEB_IPV4));
      host("ip -n %s route add default via 10.0.0.1 dev eth0 onlink".formatted(outsider));
      host("ip -n %s neigh add 10.0.0.1 lladdr fe:00:00:00:00:01 dev eth0".formatted(outsider));

      assertThat(ask(outsider, "10.0.0.99").isSilence()).isTrue();
      assertThat(ask(outsider, WEB_IPV4).isSilence()).isTrue();
    }

    @Test
    void onTheHostsSideOfAVpcHearsNothing() {
      for (String own : new String[] {"169.254.169.254", "10.0.0.1"}) {
        Answer answer = ask(vpc, own);
        assertThat(answer.exit()).as(own).isIn(NO_CONNECTION, CUT);
        assertThat(answer.status()).as(own).isZero();
      }
    }

    private Answer ask(String namespace, String from) {
      String url = Guest.IPV4 + "/identity/v1/token?version=" + Guest.VERSION;
      return Answer.of(
          Ran.here(
              "ip",
              "netns",
              "exec",
              namespace,
              "env",
              "-u",
              "http_proxy",
              "-u",
              "HTTP_PROXY",
              "curl",
              "-sS",
              "--connect-timeout",
              "1",
              "-m",
              "3",
              "-w",
              Answer.FORMAT,
              "--interface",
              from,
              "-X",
              "PUT",
              "-H",
              "Metadata-Flavor: ibm",
              url));
    }

    private static void host(String command) {
      Ran.here(command.split(" ")).good();
    }
  }

  /// The last, for `web-1` is no more afterwards.
  @Nested
  @Order(4)
  class ASuccessorAtTheSameAddress {
    private static final String SUCCESSOR =
        """
        accounts:
          - name: acme
            instances:
              - name: web-2
                vpc: prod
                metadata_service: {enabled: true}
                network_interfaces: [{address: 10.0.0.5}]
                user_data: of the successor
        """;

    @Test
    void andItsPredecessorHearNothingOfEachOther(@TempDir Path folder) throws Exception {
      Path inventory = Files.writeString(folder.resolve("successor.yaml"), SUCCESSOR);
      String token = web.token(Guest.IPV4);
      try (KeptConnection kept = new KeptConnection(web)) {
        assertThat(kept.get(INSTANCE, token)).isEqualTo(200);

        PRODUCT.operator("delete instance web-1");

        assertThat(kept.get(INSTANCE, token)).as("no answer").isZero();
        assertThat(web.put(Guest.IPV4).isSilence()).isTrue();
      }
      assertThat(PRODUCT.sekisho("lab", "ls").good())
          .containsPattern("web-1 .* cut off ")
          .containsPattern("metal-1 .* up ");
      PRODUCT.operator("apply -f " + inventory);
      assertThat(web.put(Guest.IPV4).isSilence()).as("still plugged in where it was").isTrue();

      PRODUCT.sekisho("lab", "up", inventory.toString()).good();

      Guest successor = PRODUCT.guest("web-2");
      assertThat(successor.whoAmI()).isEqualTo("web-2");
      assertThat(successor.get(Guest.IPV4 + INSTANCE, token).status()).isEqualTo(401);
      assertThat(
              successor
                  .get(Guest.IPV4 + INSTANCE + "/initialization", successor.token(Guest.IPV4))
                  .at("/user_data"))
          .isEqualTo("of the successor");
    }
  }
}
