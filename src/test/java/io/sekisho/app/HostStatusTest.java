package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What becomes of guests' packets stands beside their names.
@Tag("root")
class HostStatusTest {
  @RegisterExtension static final Product PRODUCT = new Product("ats");

  /// Asks once, with a protocol that no group lets out.
  private static final String OTHER_PROTOCOL =
      "python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 253).sendto(b\"x\", (\"%s\", 0))'";

  private final Guest web = PRODUCT.guest("web-1");

  @Test
  void countsWhatPassesAtBothEndsAndAtTheRulesThatLetIt() throws Exception {
    String vault = address("vault-1");
    long sent = packets("web-1", "sent");
    long received = packets("vault-1", "received");
    long began = rule("inbound-icmp-tcp-udp-from-this-security-group");
    web.sh("ping -c3 -W2 " + vault);
    fresh();

    assertThat(packets("web-1", "sent")).isEqualTo(sent + 3);
    assertThat(packets("vault-1", "received")).isEqualTo(received + 3);
    assertThat(rule("inbound-icmp-tcp-udp-from-this-security-group")).isEqualTo(began + 1);
  }

  @Test
  void countsWhatDoesNotPassByWhoDidNotLetIt() throws Exception {
    String vault = address("vault-1");
    long refused = packets("web-1", "refused_out");
    long spoofed = packets("web-1", "spoofed");
    web.sh(OTHER_PROTOCOL.formatted(vault));
    web.sh("ip addr add 10.0.0.99/32 dev eth0");
    web.run("ping", "-c2", "-i0.2", "-W1", "-I", "10.0.0.99", vault);
    web.sh("ip addr del 10.0.0.99/32 dev eth0");
    fresh();

    assertThat(packets("web-1", "refused_out")).isEqualTo(refused + 1);
    assertThat(packets("web-1", "spoofed")).isEqualTo(spoofed + 2);
  }

  @Test
  void tellsTenantsOfOneNameAndAddressApart() {
    JsonNode shop = nic("shop-1");
    JsonNode ours = nic("web-1");

    assertThat(shop.at("/addresses/0").asString()).isEqualTo(ours.at("/addresses/0").asString());
    assertThat(shop.at("/account").asString()).isEqualTo("globex");
    assertThat(shop.at("/network_namespace").asString())
        .isNotEqualTo(ours.at("/network_namespace").asString());
    assertThat(ours.at("/plugged").asBoolean()).isTrue();
    assertThat(ours.at("/metadata_service").asString()).isEqualTo("http");
    assertThat(ours.at("/security_groups").size()).isOne();
  }

  @Test
  void isATableForPeople() {
    assertThat(PRODUCT.operator("node status --rules"))
        .containsPattern("acme/prod +" + PRODUCT.name("vpc-1"))
        .containsPattern("acme/web-1 +eth0 +tap\\d+ +yes +10\\.0\\.0\\.5")
        .containsPattern("globex/prod +\\S+ +outbound-icmp-tcp-udp +outbound +allow +\\d+")
        .containsPattern("inbound-icmp-tcp-udp-from-this-security-group +inbound +allow +\\d+")
        .containsPattern("\\(no rule matched\\) +outbound +deny +0");
  }

  @Test
  void isMetricsForWhoHasAKeyAndForRootOfTheHost() {
    String line =
        "sekisho_interface_packets_total\\{account=\"acme\",device=\"tap\\d+\",direction=\"out\","
            + "instance=\"web-1\",interface=\"eth0\",verdict=\"accepted\",vpc=\"prod\"} \\d+";
    String url = PRODUCT.context().path("url").asString() + "/sekisho/v1/metrics";
    String key = PRODUCT.context().path("key").asString();

    assertThat(
            Ran.here(
                    "curl",
                    "-sS",
                    "--fail",
                    "--cacert",
                    PRODUCT.ca().toString(),
                    "-H",
                    "Authorization: Bearer " + key,
                    url)
                .good())
        .containsPattern(line)
        .contains("sekisho_rule_packets_total{", "sekisho_guest_open_connections");
    assertThat(PRODUCT.operator("node status --metrics")).containsPattern(line);
    assertThat(PRODUCT.fetch("/metrics")).doesNotContain("web-1");
  }

  private static long packets(String guest, String what) {
    return nic(guest).at("/traffic/" + what + "/packets").asLong();
  }

  private static String address(String guest) {
    return nic(guest).at("/addresses/0").asString();
  }

  private static JsonNode nic(String guest) {
    for (JsonNode each : status().at("/interfaces")) {
      if (each.at("/compute").asString().equals(guest)) {
        return each;
      }
    }
    throw new AssertionError("no " + guest + " in " + status());
  }

  private static long rule(String name) {
    for (JsonNode each : status().at("/rules")) {
      if (each.at("/account").asString().equals("acme")
          && each.at("/name").asString().equals(name)) {
        return each.at("/count/packets").asLong();
      }
    }
    throw new AssertionError("no " + name + " in " + status());
  }

  private static JsonNode status() {
    return JsonMapper.shared().readTree(PRODUCT.operator("node status --rules -o json"));
  }

  /// The kernel is asked once a second.
  private static void fresh() throws InterruptedException {
    Thread.sleep(1_100);
  }
}
