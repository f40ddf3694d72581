package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Subnets over IBM's API, and what they use.
class SubnetRoutesTest {
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
    return "{'vpc':{'id':'%s'},%s}".formatted(blue, rest);
  }

  private JsonNode make(String rest) {
    return vpc.make("/subnets", body(rest));
  }

  private String subnet(String block) {
    return "/subnets/" + make("'ipv4_cidr_block':'%s'".formatted(block)).get("id").asString();
  }

  private int refused(String rest) {
    return vpc.post("/subnets", body(rest)).status();
  }

  private int found(String filter) {
    return vpc.get("/subnets?" + filter).json().get("total_count").asInt();
  }

  private String table(String rest) {
    String path = "/vpcs/" + blue + "/routing_tables";
    return vpc.make(path, "{" + rest + "}").get("id").asString();
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode made = make("'name':'a','ipv4_cidr_block':'10.240.0.0/24'");
    assertThat(made.get("total_ipv4_address_count").asInt()).isEqualTo(256);
    assertThat(made.get("available_ipv4_address_count").asInt()).isEqualTo(251);
    assertThat(made.at("/zone/name").asString()).isEqualTo("us-south-1");
    assertThat(made.get("network_acl"))
        .isEqualTo(vpc.get("/vpcs/" + blue).json().get("default_network_acl"));
    assertThat(made.get("routing_table"))
        .isEqualTo(vpc.get("/vpcs/" + blue).json().get("default_routing_table"));
    String path = "/subnets/" + made.get("id").asString();
    assertThat(vpc.patch(path, "{'name':'b'}").at("/name")).isEqualTo("b");
    assertThat(vpc.get(path).at("/name")).isEqualTo("b");
    assertThat(vpc.delete("/vpcs/" + blue).status()).isEqualTo(409);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.delete("/vpcs/" + blue).status()).isEqualTo(204);
  }

  @Test
  void getABlockOfTheirZonesDefaultPrefix() {
    String counted = "'total_ipv4_address_count':%d,'zone':{'name':'us-south-2'}";
    assertThat(make(counted.formatted(8)).get("ipv4_cidr_block").asString())
        .isEqualTo("10.240.64.0/29");
    assertThat(make(counted.formatted(256)).get("ipv4_cidr_block").asString())
        .isEqualTo("10.240.65.0/24");
    assertThat(make(counted.formatted(8)).get("ipv4_cidr_block").asString())
        .isEqualTo("10.240.64.8/29");
    assertThat(make(counted.formatted(8192)).get("ipv4_cidr_block").asString())
        .isEqualTo("10.240.96.0/19");
    assertThat(refused(counted.formatted(8192))).isEqualTo(409);
    assertThat(refused(counted.formatted(32768))).isEqualTo(409);
    assertThat(refused(counted.formatted(100))).isEqualTo(400);
    assertThat(refused(counted.formatted(4))).isEqualTo(400);
    assertThat(refused("'total_ipv4_address_count':8")).isEqualTo(400);
    String manual = "{'name':'bare','address_prefix_management':'manual'}";
    blue = vpc.make("/vpcs", manual).get("id").asString();
    assertThat(refused(counted.formatted(8))).isEqualTo(400);
  }

  @Test
  void lieInAPrefixAndInNoOther() {
    subnet("10.240.0.0/24");
    String block = "'ipv4_cidr_block':'%s'";
    assertThat(refused(block.formatted("10.240.0.128/25"))).isEqualTo(409);
    for (String rest :
        List.of(
            block.formatted("10.1.0.0/24"),
            block.formatted("10.240.1.0/30"),
            block.formatted("10.240.1.1/24"),
            block.formatted("10.240.1.0/24") + ",'zone':{'name':'us-south-2'}",
            block.formatted("10.240.1.0/24") + ",'ip_version':'ipv6'",
            block.formatted("10.240.1.0/24") + ",'total_ipv4_address_count':256",
            block.formatted("10.240.1.0/24") + ",'network_acl':{'id':'none'}",
            block.formatted("10.240.1.0/24") + ",'public_gateway':{'id':'none'}",
            block.formatted("10.240.1.0/24") + ",'routing_table':{'id':'none'}",
            "'name':'x'")) {
      assertThat(refused(rest)).as(rest).isEqualTo(400);
    }
    String nowhere = "{'ipv4_cidr_block':'10.240.1.0/24'}";
    assertThat(vpc.post("/subnets", nowhere).code()).isEqualTo("missing_field");
  }

  @Test
  void haveANameOfTheirOwnWithinTheirVpc() {
    make("'name':'a','ipv4_cidr_block':'10.240.0.0/24'");
    String second = "'name':'a','ipv4_cidr_block':'10.240.1.0/24'";
    assertThat(refused(second)).isEqualTo(409);
    blue = vpc.make("/vpcs", "{'name':'green'}").get("id").asString();
    assertThat(refused(second)).isEqualTo(201);
  }

  @Test
  void areListedForWhoMaySeeThem() {
    String id = make("'name':'a','ipv4_cidr_block':'10.240.0.0/24'").get("id").asString();
    make("'name':'b','ipv4_cidr_block':'10.240.64.0/24'");
    assertThat(vpc.all("/subnets?limit=1", "subnets"))
        .extracting(it -> it.get("name").asString())
        .containsExactly("a", "b");
    JsonNode it = vpc.get("/subnets/" + id).json();
    assertThat(found("zone.name=us-south-1")).isEqualTo(1);
    assertThat(found("vpc.id=" + blue + "&vpc.name=blue")).isEqualTo(2);
    assertThat(found("vpc.crn=" + it.at("/vpc/crn").asString())).isEqualTo(2);
    assertThat(found("vpc.name=green")).isZero();
    String table = it.at("/routing_table/id").asString();
    String name = it.at("/routing_table/name").asString();
    assertThat(found("routing_table.id=" + table + "&routing_table.name=" + name)).isEqualTo(2);
    assertThat(found("routing_table.name=other")).isZero();
    assertThat(found("resource_group.id=other")).isZero();
    assertThat(vpc.sendIn(vpc.rival, "GET", "/subnets", "").json().get("subnets")).isEmpty();
    assertThat(vpc.sendIn(vpc.rival, "DELETE", "/subnets/" + id, "").status()).isEqualTo(404);
    String theirs = body("'ipv4_cidr_block':'10.240.1.0/24'").replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", "/subnets", theirs).status()).isEqualTo(400);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", "/subnets", "").json().get("subnets")).hasSize(2);
    assertThat(vpc.sendAs(viewer, "POST", "/subnets", theirs).status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "PATCH", "/subnets/" + id, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", "/subnets", "").status()).isEqualTo(403);
  }

  @Test
  void areAHundredInAVpcAtMost() {
    for (int i = 0; i < 100; i++) {
      subnet("10.240.%d.%d/29".formatted(i * 8 / 256, i * 8 % 256));
    }
    assertThat(refused("'ipv4_cidr_block':'10.240.20.0/24'")).isEqualTo(409);
  }

  @Test
  void useAnotherRoutingTable() {
    String path = subnet("10.240.0.0/24");
    String table = table("'name':'mine'");
    Answer put = vpc.send("PUT", path + "/routing_table", "{\"id\":\"" + table + "\"}");
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.json().get("subnets")).hasSize(1);
    assertThat(vpc.get(path + "/routing_table").at("/name")).isEqualTo("mine");
    assertThat(vpc.get(path).at("/routing_table/id")).isEqualTo(table);
    String tables = "/vpcs/" + blue + "/routing_tables/";
    assertThat(vpc.delete(tables + table).status()).isEqualTo(409);
    assertThat(vpc.patch(tables + table, "{'route_internet_ingress':true}").status())
        .isEqualTo(409);
    String ingress = table("'route_internet_ingress':true");
    String other = "{'routing_table':{'id':'%s'}}";
    assertThat(vpc.patch(path, other.formatted(ingress)).status()).isEqualTo(400);
    String byDefault = vpc.get("/vpcs/" + blue).at("/default_routing_table/id");
    assertThat(vpc.patch(path, other.formatted(byDefault)).status()).isEqualTo(200);
    assertThat(vpc.delete(tables + table).status()).isEqualTo(204);
    assertThat(vpc.trail("is.subnet.routing-table.attach")).isEqualTo(1);
  }

  @Test
  void useNothingOfAnotherVpc() {
    String path = subnet("10.240.0.0/24");
    JsonNode green = vpc.make("/vpcs", "{'name':'green'}");
    for (String member : List.of("routing_table", "network_acl")) {
      String id = green.at("/default_" + member + "/id").asString();
      String body = "{'%s':{'id':'%s'}}".formatted(member, id);
      assertThat(vpc.patch(path, body).status()).isEqualTo(400);
    }
  }

  @Test
  void useAnotherOneOnlyIfItMayBeOperated() {
    String path = subnet("10.240.0.0/24");
    String editor = vpc.token("Editor");
    String body = "{\"id\":\"" + table("'name':'mine'") + "\"}";
    assertThat(vpc.sendAs(editor, "PUT", path + "/routing_table", body).status()).isEqualTo(201);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "PUT", path + "/routing_table", body).status()).isEqualTo(403);
  }
}
