package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An inventory chooses ids, addresses and modes, and can take nothing by them.
class ForeignIdsTest {
  private static final LiveInstances live = new LiveInstances();
  private static final LiveVpc vpc = live.vpc;

  @AfterEach
  void clear() {
    live.clear();
  }

  @AfterAll
  static void close() {
    live.close();
  }

  /// Applied by the operator, who may do everything.
  private static Answer apply(String account, String members) {
    return put(vpc.office.operator, account, members);
  }

  private static Answer put(String token, String account, String members) {
    String inventory =
        """
        accounts:
          - name: %s
            vpcs: [{name: own, subnets: [{name: own-a, ipv4_cidr_block: 10.9.0.0/24}]}]
            instances:
              - name: thief
                vpc: own
                zone: us-south-1
                profile: bx2-2x8
        %s
        """
            .formatted(account, members.indent(8).stripTrailing());
    return vpc.office.send(token, "PUT", "/sekisho/v1/inventory", inventory);
  }

  private static String volumes(String id) {
    return """
        network_interfaces: [{name: eth0, subnet: own-a}]
        volumes: [{name: boot}, {name: x, volume: {id: %s, name: y}}]"""
        .formatted(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance", "key", "profile", "account", "subnet"})
  void anIdIsOneThingsAlone(String what) {
    String id =
        switch (what) {
          case "instance" -> live.id("'name':'web',");
          case "key" -> live.key;
          case "profile" -> live.profile;
          case "account" -> vpc.id("accounts", "acme");
          default -> live.subnet;
        };
    Answer answer = apply("rival", volumes(id));
    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
    assertThat(vpc.office.office.ledger().edition().item(id)).isPresent();
    assertThat(vpc.get("/keys/" + live.key).status()).isEqualTo(200);
    assertThat(vpc.office.office.ledger().edition().item(id).get().account().value())
        .isEqualTo(vpc.id("accounts", "acme"));
  }

  @Test
  void aResourceGroupIsNoAccount() {
    String rival = vpc.id("accounts", "rival");
    Answer named =
        vpc.office.send(
            vpc.office.operator,
            "PATCH",
            "/v2/resource_groups/" + rival + "?account_id=" + vpc.id("accounts", "acme"),
            "{\"name\":\"mine\"}");
    assertThat(named.status()).as(named.text()).isBetween(400, 409);
    assertThat(vpc.id("accounts", "rival")).isEqualTo(rival);
  }

  @Test
  void aPublicAddressIsOneThings() {
    String one =
        "network_interfaces: [{name: eth0, subnet: own-a, floating_ips: [{address: 198.51.100.7}]}]";
    String twice =
        one.replace(
            "[{address: 198.51.100.7}]", "[{address: 198.51.100.7}, {address: 198.51.100.7}]");
    assertThat(apply("rival", twice).status()).isEqualTo(409);
    assertThat(apply("rival", one).status()).isEqualTo(200);
    Answer stolen = apply("acme", one);
    assertThat(stolen.status()).as(stolen.text()).isEqualTo(409);
    assertThat(stolen.text()).contains("198.51.100.7");
    assertThat(apply("rival", one.replace("100.7", "100.8")).status()).isEqualTo(200);
    assertThat(apply("acme", one).status()).isEqualTo(200);
    assertThat(apply("acme", "network_interfaces: [{name: eth0, subnet: own-a}]").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "floating_ips: [{address: 198.51.100.9}]",
        "allow_ip_spoofing: true",
        "enable_infrastructure_nat: false",
        "protocol_state_filtering_mode: disabled"
      })
  void anEditorMayNoMoreByAnInventory(String mode) {
    String editor = vpc.token("Editor");
    String body = "network_interfaces: [{name: eth0, subnet: own-a, %s}]";
    String plain = body.formatted("name: eth0").replace(", name: eth0}", "}");
    assertThat(apply("acme", plain).status()).isEqualTo(200);
    Answer answer = put(editor, "acme", body.formatted(mode));
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
  }
}
