package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// VPCs and their address prefixes over IBM's API.
class VpcsRoutesTest {
  private static final String BLUE = "{'name':'blue'}";
  private static final String MANUAL = "{'name':'blue','address_prefix_management':'manual'}";

  private final LiveVpc vpc = new LiveVpc();

  @AfterEach
  void close() {
    vpc.close();
  }

  private String make(String body) {
    return "/vpcs/" + vpc.make("/vpcs", body).get("id").asString();
  }

  private Answer patch(String path, String body, String seen) {
    return vpc.sendSeen("PATCH", path, body, seen);
  }

  private List<String> prefixes(String path) {
    return vpc.all(path + "/address_prefixes", "address_prefixes").stream()
        .map(it -> it.at("/zone/name").asString() + " " + it.get("cidr").asString())
        .toList();
  }

  private int found(String path) {
    return vpc.get(path).json().get("total_count").asInt();
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode made = vpc.make("/vpcs", BLUE);
    assertThat(made.get("status").asString()).isEqualTo("available");
    assertThat(made.get("classic_access").asBoolean()).isFalse();
    String path = "/vpcs/" + made.get("id").asString();
    assertThat(vpc.patch(path, "{'name':'green'}").at("/name")).isEqualTo("green");
    assertThat(vpc.get(path).at("/name")).isEqualTo("green");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.delete(path).status()).isEqualTo(404);
  }

  @Test
  void haveEverythingThatIbmsHaveFromTheBeginning() {
    JsonNode made = vpc.make("/vpcs", BLUE);
    String path = "/vpcs/" + made.get("id").asString();
    assertThat(prefixes(path))
        .containsExactly(
            "us-south-1 10.240.0.0/18", "us-south-2 10.240.64.0/18", "us-south-3 10.240.128.0/18");
    for (String member : List.of("security_group", "network_acl", "routing_table")) {
      assertThat(made.at("/default_" + member + "/id").asString()).startsWith("r");
    }
    assertThat(made.at("/dns/resolver/servers/0/address").asString()).isEqualTo("161.26.0.10");
    assertThat(prefixes(make("{'name':'bare','address_prefix_management':'manual'}"))).isEmpty();
  }

  @Test
  void areListedForWhoMaySeeThem() {
    String id = vpc.make("/vpcs", BLUE).get("id").asString();
    vpc.make("/vpcs", "{'name':'green'}");
    assertThat(vpc.all("/vpcs?limit=1", "vpcs"))
        .extracting(it -> it.get("name").asString())
        .containsExactly("blue", "green");
    assertThat(found("/vpcs?classic_access=true")).isZero();
    assertThat(found("/vpcs?classic_access=false&resource_group.id=" + vpc.account)).isEqualTo(2);
    assertThat(found("/vpcs?resource_group.id=other")).isZero();
    assertThat(vpc.sendIn(vpc.rival, "GET", "/vpcs", "").json().get("vpcs")).isEmpty();
    assertThat(vpc.sendIn(vpc.rival, "GET", "/vpcs/" + id, "").status()).isEqualTo(404);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", "/vpcs", "").json().get("vpcs")).hasSize(2);
    assertThat(vpc.sendAs(viewer, "DELETE", "/vpcs/" + id, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "POST", "/vpcs", "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", "/vpcs", "").status()).isEqualTo(403);
  }

  @Test
  void changeOnlyForWhoSawThemAsTheyAre() {
    String path = make(BLUE);
    String seen = vpc.get(path).etag();
    assertThat(seen).startsWith("W/\"");
    Answer renamed = patch(path, "{'name':'green'}", seen);
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(renamed.etag()).isNotEqualTo(seen);
    assertThat(patch(path, "{'name':'red'}", seen).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", seen).status()).isEqualTo(412);
    assertThat(vpc.get(path).at("/name")).isEqualTo("green");
  }

  @Test
  void areRefusedWhatCantBe() {
    make(BLUE);
    assertThat(vpc.post("/vpcs", BLUE).status()).isEqualTo(409);
    for (String body :
        List.of(
            "{'name':'Blue'}",
            "{'address_prefix_management':'none'}",
            "{'classic_access':true}",
            "{'resource_group':{'id':'elsewhere'}}",
            "{'dns':{'resolver':{'type':'delegated'}}}",
            "{'dns':{'resolver':{'type':'other'}}}",
            "{'dns':{'resolver':{'type':'manual'}}}",
            "{'dns':{'resolver':{'type':'system','manual_servers':[{'address':'10.0.0.1'}]}}}",
            "{'dns':{'resolver':{'type':'manual','manual_servers':[{'address':'home'}]}}}",
            "{'dns':{'resolver':{'type':'manual','manual_servers':[%s{'address':'10.0.0.1'}]}}}"
                .formatted("{'address':'10.0.0.1'},".repeat(8)),
            "{'dns':{'resolver':{'type':'manual','manual_servers':[{}]}}}")) {
      assertThat(vpc.post("/vpcs", body).status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void areTenAtMost() {
    for (int i = 0; i < 10; i++) {
      vpc.make("/vpcs", "{}");
    }
    assertThat(vpc.post("/vpcs", "{}").status()).isEqualTo(409);
  }

  @Test
  void sayWhichServersResolveNames() {
    String path = make(BLUE);
    String manual =
        "{'dns':{'enable_hub':true,'resolver':{'type':'manual',"
            + "'manual_servers':[{'address':'10.240.0.9'}]}}}";
    assertThat(vpc.patch(path, manual).at("/errors/0/target/name")).isEqualTo("If-Match");
    Answer changed = patch(path, manual, vpc.get(path).etag());
    assertThat(changed.at("/dns/resolver/type")).isEqualTo("manual");
    assertThat(changed.at("/dns/resolver/servers/0/address")).isEqualTo("10.240.0.9");
    assertThat(changed.json().at("/dns/enable_hub").asBoolean()).isTrue();
    assertThat(vpc.patch(path, "{'dns':{'resolver':{'type':'system'}}}").status()).isEqualTo(400);
    Answer back = vpc.patch(path, "{'dns':{'resolver':{'type':'system','manual_servers':null}}}");
    assertThat(back.at("/dns/resolver/configuration")).isEqualTo("default");
    String each =
        "{'dns':{'resolver':{'type':'manual','manual_servers':["
            + "{'address':'10.240.0.9','zone_affinity':{'name':'us-south-1'}},"
            + "{'address':'10.240.0.9','zone_affinity':{'name':'us-south-2'}}%s]}}}";
    String seen = vpc.get(path).etag();
    assertThat(patch(path, each.formatted(""), seen).status()).isEqualTo(400);
    String third = ",{'address':'10.240.0.9','zone_affinity':{'name':'us-south-3'}}";
    assertThat(patch(path, each.formatted(third), seen).status()).isEqualTo(200);
  }

  @Test
  void areInARegionOfThreeZones() {
    make(BLUE);
    String zone = vpc.get("/vpcs").at("/vpcs/0/id");
    JsonNode prefix = vpc.get("/vpcs/" + zone + "/address_prefixes").json();
    String href = prefix.at("/address_prefixes/0/zone/href").asString();
    String path = href.replaceFirst(".*/v1", "");
    assertThat(vpc.get(path).at("/name")).isEqualTo("us-south-1");
    assertThat(vpc.get(path).at("/region/name")).isEqualTo("us-south");
    assertThat(vpc.get("/regions").json().get("regions")).hasSize(1);
    assertThat(vpc.get("/regions/us-south").at("/status")).isEqualTo("available");
    assertThat(vpc.get("/regions/us-south/zones").json().get("zones")).hasSize(3);
    assertThat(vpc.get("/regions/nowhere").status()).isEqualTo(404);
    assertThat(vpc.get("/regions/us-south/zones/us-south-9").status()).isEqualTo(404);
    assertThat(vpc.sendAs(vpc.token(""), "GET", "/regions", "").status()).isEqualTo(200);
  }

  @Nested
  class Prefixes {
    private String prefix(String path, String cidr) {
      String body = "{'cidr':'%s','zone':{'name':'us-south-1'}}".formatted(cidr);
      return path
          + "/address_prefixes/"
          + vpc.make(path + "/address_prefixes", body).get("id").asString();
    }

    private int refused(String path, String body) {
      return vpc.post(path + "/address_prefixes", body).status();
    }

    @Test
    void areMadeShownChangedAndDeleted() {
      String path = make(MANUAL);
      String prefix = prefix(path, "10.1.0.0/16");
      Answer one = vpc.get(prefix);
      assertThat(one.json().get("has_subnets").asBoolean()).isFalse();
      assertThat(one.json().get("is_default").asBoolean()).isFalse();
      Answer changed = vpc.patch(prefix, "{'name':'mine','is_default':true}");
      assertThat(changed.json().get("is_default").asBoolean()).isTrue();
      assertThat(vpc.get(prefix).at("/name")).isEqualTo("mine");
      String seen = vpc.get(path).etag();
      assertThat(vpc.delete(prefix).status()).isEqualTo(204);
      assertThat(vpc.get(prefix).status()).isEqualTo(404);
      assertThat(vpc.get(path).etag()).isNotEqualTo(seen);
    }

    @Test
    void lieInNoOtherAndNowhereReserved() {
      String path = make(MANUAL);
      prefix(path, "10.1.0.0/16");
      String body = "{'cidr':'%s','zone':{'name':'us-south-2'}}";
      assertThat(refused(path, body.formatted("10.1.128.0/24"))).isEqualTo(409);
      for (String cidr :
          List.of(
              "10.0.0.0/8",
              "10.2.0.0/30",
              "10.2.0.1/24",
              "fd00::/64",
              "nowhere",
              "127.0.0.0/16",
              "161.26.0.0/24",
              "166.9.0.0/24",
              "169.254.1.0/24",
              "224.0.0.0/24")) {
        assertThat(refused(path, body.formatted(cidr))).as(cidr).isEqualTo(400);
      }
      String elsewhere = "{'cidr':'10.2.0.0/24','zone':{'name':'eu-de-1'}}";
      assertThat(refused(path, elsewhere)).isEqualTo(400);
      assertThat(refused(path, "{'cidr':'10.2.0.0/24'}")).isEqualTo(400);
    }

    @Test
    void areTheDefaultOfOneZone() {
      String path = make(MANUAL);
      String first = prefix(path, "10.1.0.0/16");
      String second = prefix(path, "10.2.0.0/16");
      assertThat(vpc.patch(first, "{'is_default':true}").status()).isEqualTo(200);
      assertThat(vpc.patch(second, "{'is_default':true}").status()).isEqualTo(400);
      assertThat(vpc.patch(first, "{'is_default':false}").status()).isEqualTo(200);
      assertThat(vpc.patch(second, "{'is_default':true}").status()).isEqualTo(200);
      vpc.patch(first, "{'name':'mine'}");
      assertThat(vpc.patch(second, "{'name':'mine'}").status()).isEqualTo(409);
    }

    @Test
    void areTwentyFiveAtMost() {
      String path = make(MANUAL);
      for (int i = 0; i < 25; i++) {
        prefix(path, "10.%d.0.0/16".formatted(i));
      }
      String body = "{'cidr':'10.99.0.0/16','zone':{'name':'us-south-1'}}";
      assertThat(refused(path, body)).isEqualTo(409);
      assertThat(vpc.all(path + "/address_prefixes?limit=10", "address_prefixes")).hasSize(25);
    }
  }
}
