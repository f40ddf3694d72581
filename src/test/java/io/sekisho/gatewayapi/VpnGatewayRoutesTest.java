package io.sekisho.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// VPN gateways over IBM's API.
class VpnGatewayRoutesTest {
  private static final String ALL = "/vpn_gateways";

  private final LiveVpc vpc = new LiveVpc();
  private String blue = "";
  private String one = "";

  @BeforeEach
  void begin() {
    blue = vpc.make("/vpcs", "{'name':'blue'}").get("id").asString();
    one = subnet("10.240.0.0/24");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String subnet(String block) {
    String body = "{'vpc':{'id':'%s'},'ipv4_cidr_block':'%s'}".formatted(blue, block);
    return vpc.make("/subnets", body).get("id").asString();
  }

  private String body(String rest) {
    return "{'subnet':{'id':'%s'}%s}".formatted(one, rest);
  }

  private String gateway(String rest) {
    return ALL + "/" + vpc.make(ALL, body(rest)).get("id").asString();
  }

  private int status(String rest) {
    return vpc.post(ALL, body(rest)).status();
  }

  @Test
  void haveTwoMembersWithAddressesOfTheirOwn() {
    String path = gateway(",'name':'a'");
    Answer answer = vpc.get(path);
    assertThat(answer.at("/mode")).isEqualTo("route");
    assertThat(answer.at("/local_asn")).isEqualTo("64520");
    assertThat(answer.at("/members/1/role")).isEqualTo("active");
    String first = answer.at("/members/0/public_ip/address");
    assertThat(first).isNotEqualTo(answer.at("/members/1/public_ip/address"));
    String floating =
        vpc.make("/floating_ips", "{'zone':{'name':'us-south-1'}}").at("/address").asString();
    assertThat(floating).isNotEqualTo(first);
    String ip = "/subnets/" + one + "/reserved_ips/" + answer.at("/members/0/private_ip/id");
    assertThat(vpc.get(ip).at("/target/resource_type")).isEqualTo("vpn_gateway");
    assertThat(vpc.get(ip).at("/target/href")).endsWith(path);
    assertThat(vpc.delete(ip).status()).isEqualTo(409);
    assertThat(vpc.patch(ip, "{'name':'here'}").status()).isEqualTo(200);
    assertThat(vpc.get(path).at("/members/0/private_ip/name")).isEqualTo("here");
    assertThat(vpc.delete("/subnets/" + one).status()).isEqualTo(409);
    assertThat(vpc.delete("/vpcs/" + blue).status()).isEqualTo(409);
    assertThat(vpc.delete(path).status()).isEqualTo(202);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.get(ip).status()).isEqualTo(404);
    assertThat(vpc.trail("is.vpn.vpn-gateway.create")).isEqualTo(1);
    assertThat(vpc.trail("is.vpn.vpn-gateway.delete")).isEqualTo(1);
  }

  @Test
  void areChangedAsTheirModeLetsThem() {
    String routed = gateway(",'name':'a','local_asn':64999");
    assertThat(vpc.patch(routed, "{'local_asn':4200000000}").at("/local_asn"))
        .isEqualTo("4200000000");
    assertThat(vpc.patch(routed, "{'local_asn':64512}").status()).isEqualTo(400);
    String policy = gateway(",'name':'b','mode':'policy'");
    assertThat(vpc.get(policy).at("/members/1/role")).isEqualTo("standby");
    assertThat(vpc.get(policy).has("/local_asn")).isFalse();
    assertThat(vpc.patch(policy, "{'local_asn':64999}").status()).isEqualTo(400);
    assertThat(vpc.patch(policy, "{'name':'a'}").status()).isEqualTo(409);
    assertThat(vpc.patch(policy, "{'name':'c'}").at("/name")).isEqualTo("c");
    assertThat(vpc.get(ALL + "?mode=policy").at("/vpn_gateways/0/name")).isEqualTo("c");
    assertThat(vpc.get(ALL + "?sort=-name").at("/vpn_gateways/0/name")).isEqualTo("c");
    assertThat(vpc.all(ALL + "?limit=1", "vpn_gateways")).hasSize(2);
    assertThat(vpc.trail("is.vpn.vpn-gateway.update")).isEqualTo(2);
  }

  @Test
  void areRefusedWhereTheyCantBe() {
    assertThat(status(",'mode':'bridge'")).isEqualTo(400);
    assertThat(status(",'mode':'policy','local_asn':64999")).isEqualTo(400);
    assertThat(status(",'mode':'policy','advertised_cidrs':[]")).isEqualTo(400);
    assertThat(status(",'local_asn':0")).isEqualTo(400);
    assertThat(status(",'advertised_cidrs':['ten']")).isEqualTo(400);
    gateway("");
    assertThat(status("")).isEqualTo(409);
    gateway(",'mode':'policy'");
    gateway(",'mode':'policy'");
    assertThat(status(",'mode':'policy'")).isEqualTo(409);
    one = subnet("10.240.128.0/24");
    assertThat(status("")).as("a zone without public addresses").isEqualTo(409);
  }

  @Test
  void advertiseWhatTheyAreTold() {
    String path = gateway(",'advertised_cidrs':['10.0.0.0/24']");
    String cidrs = path + "/advertised_cidrs";
    assertThat(vpc.send("PUT", cidrs + "/10.1.0.0%2F24", "").status()).isEqualTo(204);
    assertThat(vpc.send("PUT", cidrs + "/10.1.0.0%2F24", "").status()).isEqualTo(204);
    assertThat(vpc.send("PUT", cidrs + "/10.1.0.1%2F24", "").status()).isEqualTo(400);
    assertThat(vpc.get(cidrs).json().get("advertised_cidrs")).hasSize(2);
    assertThat(vpc.get(cidrs + "/10.1.0.0%2F24").status()).isEqualTo(204);
    assertThat(vpc.get(cidrs + "/10.2.0.0%2F24").status()).isEqualTo(404);
    assertThat(vpc.delete(cidrs + "/10.0.0.0%2F24").status()).isEqualTo(204);
    assertThat(vpc.get(path).json().get("advertised_cidrs")).hasSize(1);
    for (int i = 2; i < 11; i++) {
      vpc.send("PUT", cidrs + "/10." + i + ".0.0%2F24", "");
    }
    assertThat(vpc.send("PUT", cidrs + "/10.11.0.0%2F24", "").status()).isEqualTo(409);
    String policy = gateway(",'mode':'policy'") + "/advertised_cidrs";
    assertThat(vpc.get(policy).status()).isEqualTo(409);
    assertThat(vpc.send("PUT", policy + "/10.1.0.0%2F24", "").status()).isEqualTo(409);
  }

  @Test
  void haveNoServiceConnections() {
    String path = gateway("") + "/service_connections";
    assertThat(vpc.get(path).at("/total_count")).isEqualTo("0");
    assertThat(vpc.get(path + "/none").status()).isEqualTo(404);
  }

  @Test
  void areForThoseWhoMay() {
    String path = gateway("");
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    String foreign = body(",'mode':'policy'").replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, foreign).status()).isEqualTo(400);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("vpn_gateways")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "PATCH", path, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "POST", ALL, foreign).status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "POST", path + "/connections", "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
  }
}
