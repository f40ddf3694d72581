package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Public gateways over IBM's API.
class PublicGatewayRoutesTest {
  private static final String ALL = "/public_gateways";
  private static final String FLOATING = "/floating_ips";

  private final LiveVpc vpc = new LiveVpc();
  private String blue = "";

  @BeforeEach
  void makeVpc() {
    blue = vpc.make("/vpcs", "{'name':'blue'}").get("id").asString();
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String body(String rest) {
    return "{'vpc':{'id':'%s'},'zone':{'name':'us-south-1'}%s}".formatted(blue, rest);
  }

  private String gateway(String rest) {
    return ALL + "/" + vpc.make(ALL, body(rest)).get("id").asString();
  }

  private int refused(String rest) {
    return vpc.post(ALL, body(rest)).status();
  }

  private String subnet(String block) {
    String body = "{'vpc':{'id':'%s'},'ipv4_cidr_block':'%s'}".formatted(blue, block);
    return "/subnets/" + vpc.make("/subnets", body).get("id").asString();
  }

  @Test
  void areMadeWithAFloatingIpThatGoesWithThem() {
    String path = gateway(",'name':'a','floating_ip':{'name':'out'}");
    Answer one = vpc.get(path);
    assertThat(one.at("/floating_ip/name")).isEqualTo("out");
    String ip = FLOATING + "/" + one.at("/floating_ip/id");
    assertThat(vpc.get(ip).at("/target/id")).isEqualTo(one.at("/id"));
    assertThat(vpc.patch(ip, "{'name':'way-out'}").status()).isEqualTo(200);
    assertThat(vpc.get(path).at("/floating_ip/name")).isEqualTo("way-out");
    assertThat(vpc.delete(ip).status()).isEqualTo(409);
    assertThat(vpc.patch(ip, "{'target':null}").status()).isEqualTo(409);
    assertThat(vpc.patch(path, "{'name':'b'}").at("/name")).isEqualTo("b");
    assertThat(vpc.delete("/vpcs/" + blue).status()).isEqualTo(409);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.get(ip).status()).isEqualTo(404);
    assertThat(vpc.trail("is.floating-ip.floating-ip.create")).isEqualTo(1);
    assertThat(vpc.trail("is.floating-ip.floating-ip.delete")).isEqualTo(1);
  }

  @Test
  void takeAFloatingIpThatIsThereAndLeaveIt() {
    JsonNode made = vpc.make(FLOATING, "{'zone':{'name':'us-south-1'}}");
    String ip = FLOATING + "/" + made.get("id").asString();
    String address = made.get("address").asString();
    String path = gateway(",'floating_ip':{'address':'" + address + "'}");
    assertThat(vpc.get(path).at("/floating_ip/id")).isEqualTo(made.get("id").asString());
    blue = vpc.make("/vpcs", "{'name':'green'}").get("id").asString();
    String bound = ",'floating_ip':{'id':'" + made.get("id").asString() + "'}";
    assertThat(refused(bound)).isEqualTo(409);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(ip).has("/target")).isFalse();
    String other = vpc.make(FLOATING, "{'zone':{'name':'us-south-2'}}").get("id").asString();
    assertThat(refused(",'floating_ip':{'id':'" + other + "'}")).isEqualTo(400);
    assertThat(refused(",'floating_ip':{'id':'none'}")).isEqualTo(400);
    assertThat(refused(",'floating_ip':{'address':'192.0.2.99'}")).isEqualTo(400);
    assertThat(refused(bound)).isEqualTo(201);
  }

  @Test
  void areOneInEachZoneAtMost() {
    gateway("");
    assertThat(refused("")).isEqualTo(409);
    String second = body(",'name':'two'").replace("south-1", "south-2");
    assertThat(vpc.post(ALL, second).status()).isEqualTo(201);
    String none = body("").replace("south-1", "south-3");
    assertThat(vpc.post(ALL, none).status()).isEqualTo(409);
    assertThat(vpc.post(ALL, body("").replace("south-1", "south-9")).status()).isEqualTo(400);
    assertThat(vpc.all(ALL + "?limit=1", "public_gateways")).hasSize(2);
    assertThat(vpc.get(ALL + "?resource_group.id=other").at("/total_count")).isEqualTo("0");
  }

  @Test
  void areUsedBySubnetsOfTheirZone() {
    String gateway = gateway(",'name':'a'");
    String path = subnet("10.240.0.0/24");
    assertThat(vpc.get(path + "/public_gateway").status()).isEqualTo(404);
    String id = "{\"id\":\"" + vpc.get(gateway).at("/id") + "\"}";
    Answer put = vpc.send("PUT", path + "/public_gateway", id);
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.at("/name")).isEqualTo("a");
    assertThat(vpc.get(path + "/public_gateway").json()).isEqualTo(put.json());
    assertThat(vpc.get(path).at("/public_gateway/name")).isEqualTo("a");
    assertThat(vpc.delete(gateway).status()).isEqualTo(409);
    String elsewhere = subnet("10.240.64.0/24");
    assertThat(vpc.send("PUT", elsewhere + "/public_gateway", id).status()).isEqualTo(400);
    assertThat(vpc.delete(path + "/public_gateway").status()).isEqualTo(204);
    assertThat(vpc.delete(path + "/public_gateway").status()).isEqualTo(404);
    String patch = "{'public_gateway':" + id.replace('"', '\'') + "}";
    assertThat(vpc.patch(path, patch).at("/public_gateway/name")).isEqualTo("a");
    assertThat(vpc.patch(path, "{'public_gateway':null}").has("/public_gateway")).isFalse();
    assertThat(vpc.delete(gateway).status()).isEqualTo(204);
    assertThat(vpc.trail("is.subnet.public-gateway.attach")).isEqualTo(1);
    assertThat(vpc.trail("is.subnet.public-gateway.detach")).isEqualTo(1);
  }

  @Test
  void areForThoseWhoMay() {
    String path = gateway(",'name':'a'");
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, body("").replace('\'', '"')).status())
        .isEqualTo(400);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("public_gateways")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "PATCH", path, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
  }
}
