package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.Crn;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The reserved IPs of subnets over IBM's API.
class ReservedIpRoutesTest {
  private static final String FLEET =
      """
      accounts:
        - name: acme
          vpcs: [{name: main, subnets: [{name: one, ipv4_cidr_block: 10.240.0.0/28}]}]
          instances: [%s]
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String subnet = "";
  private String ips = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(FLEET.formatted("{name: web-1}"));
    subnet = vpc.id("subnets", "one");
    ips = "/subnets/" + subnet + "/reserved_ips";
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private static String id(JsonNode it) {
    return it.get("id").asString();
  }

  private int refused(String body) {
    return vpc.post(ips, body).status();
  }

  private String vni() {
    return id(vpc.make("/virtual_network_interfaces", "{'subnet':{'id':'%s'}}".formatted(subnet)));
  }

  @Test
  void areTwentyThousandAtMost() {
    vpc.office.apply(
        """
        accounts:
          - name: acme
            vpcs: [{name: broad, subnets: [{name: wide, ipv4_cidr_block: 10.250.0.0/16}]}]
        """);
    String wide = "/subnets/" + vpc.id("subnets", "wide") + "/reserved_ips";
    String first = id(vpc.make(wide, "{}"));
    vpc.office
        .office
        .ledger()
        .write(
            turn -> {
              ReservedIp like =
                  turn.edition().contents().find(ReservedIp.class, first).orElseThrow();
              for (int i = 1; i < 19_998; i++) {
                turn.put(another(like, i));
              }
              return Outcome.of(true);
            });
    String last = wide + "/" + id(vpc.make(wide, "{}"));
    assertThat(refused("{}")).isEqualTo(409);
    Answer vni =
        vpc.post("/virtual_network_interfaces", "{'subnet':{'id':'%s'}}".formatted(subnet));
    assertThat(vni.text()).contains("20000 reserved IPs");
    assertThat(vpc.delete(last).status()).isEqualTo(204);
    vpc.make(ips, "{}");
  }

  private static ReservedIp another(ReservedIp like, int number) {
    Identity its = like.identity();
    String id = its.id() + "-" + number;
    Crn crn = new Crn("is", its.crn().location(), its.account(), "reserved-ip", id);
    return new ReservedIp(
        new Identity(id, crn, "ip-" + number, its.account(), its.resourceGroup(), its.createdAt()),
        like.subnet(),
        like.address().plus(number),
        false);
  }

  @Test
  void areMadeShownChangedAndDeleted() {
    JsonNode made = vpc.make(ips, "{'name':'mine','address':'10.240.0.9'}");
    assertThat(made.get("owner").asString()).isEqualTo("user");
    assertThat(made.get("auto_delete").asBoolean()).isFalse();
    assertThat(made.has("target")).isFalse();
    String path = ips + "/" + id(made);
    assertThat(vpc.patch(path, "{'name':'yours'}").at("/name")).isEqualTo("yours");
    assertThat(vpc.patch(path, "{'auto_delete':true}").status()).isEqualTo(400);
    assertThat(vpc.get(path).at("/name")).isEqualTo("yours");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.trail("is.subnet.reserved-ip.create")).isPositive();
    assertThat(vpc.trail("is.subnet.reserved-ip.delete")).isEqualTo(1);
  }

  @Test
  void areThereForEveryAddressThatNobodyElseCanHave() {
    List<JsonNode> all = vpc.all(ips + "?limit=2", "reserved_ips");
    assertThat(all)
        .extracting(it -> it.get("address").asString() + " " + it.get("owner").asString())
        .containsExactly(
            "10.240.0.0 provider",
            "10.240.0.1 provider",
            "10.240.0.2 provider",
            "10.240.0.3 provider",
            "10.240.0.4 user",
            "10.240.0.15 provider");
    assertThat(vpc.get("/subnets/" + subnet).at("/available_ipv4_address_count")).isEqualTo("10");
    String first = ips + "/" + id(all.getFirst());
    assertThat(vpc.get(first).at("/name")).isEqualTo("ibm-network-address");
    assertThat(vpc.patch(first, "{'name':'mine'}").status()).isEqualTo(409);
    assertThat(vpc.delete(first).status()).isEqualTo(409);
    String down = vpc.get(ips + "?sort=-address").at("/reserved_ips/0/address");
    assertThat(down).isEqualTo("10.240.0.15");
    assertThat(vpc.get(ips + "?sort=colour").status()).isEqualTo(400);
  }

  @Test
  void areBoundToAVirtualNetworkInterface() {
    String target = vni();
    String body = "{'name':'more','auto_delete':true,'target':{'id':'%s'}}".formatted(target);
    JsonNode made = vpc.make(ips, body);
    assertThat(made.at("/target/id").asString()).isEqualTo(target);
    String path = ips + "/" + id(made);
    String its = "/virtual_network_interfaces/" + target;
    assertThat(vpc.get(its).json().get("ips")).hasSize(2);
    assertThat(vpc.all(ips + "?target.id=" + target, "reserved_ips")).hasSize(2);
    assertThat(vpc.all(ips + "?target.resource_type=virtual_network_interface", "reserved_ips"))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(vpc.all(ips + "?target.name=other", "reserved_ips")).isEmpty();
    assertThat(vpc.patch(path, "{'name':'renamed'}").at("/target/id")).isEqualTo(target);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(its).json().get("ips")).hasSize(1);
    String primary = ips + "/" + vpc.get(its).at("/primary_ip/id");
    assertThat(vpc.delete(primary).status()).isEqualTo(409);
    assertThat(refused("{'target':{'id':'nobody'}}")).isEqualTo(400);
  }

  @Test
  void areRefusedWhatCantBe() {
    vpc.make(ips, "{'name':'mine','address':'10.240.0.9'}");
    assertThat(refused("{'name':'mine'}")).isEqualTo(409);
    assertThat(refused("{'address':'10.240.0.9'}")).isEqualTo(409);
    for (String body :
        List.of(
            "{'name':'ibm-mine'}",
            "{'auto_delete':true}",
            "{'address':'10.240.0.3'}",
            "{'address':'10.240.0.15'}",
            "{'address':'10.240.1.9'}",
            "{'address':'home'}",
            "{'address':'fd00::9'}")) {
      assertThat(refused(body)).as(body).isEqualTo(400);
    }
    assertThat(vpc.sendIn(vpc.rival, "GET", ips, "").status()).isEqualTo(404);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ips, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "POST", ips, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ips, "").status()).isEqualTo(403);
  }

  @Test
  void giveNoAddressTwice() {
    List<String> all = new ArrayList<>(List.of("10.240.0.4"));
    for (int i = 0; i < 3; i++) {
      all.add(vpc.make(ips, "{}").get("address").asString());
    }
    all.add(vpc.get("/virtual_network_interfaces/" + vni()).at("/primary_ip/address"));
    vpc.office.apply(FLEET.formatted("{name: web-1}, {name: web-2}, {name: web-3}"));
    for (String name : List.of("web-2", "web-3")) {
      Answer its = vpc.office.send(vpc.office.operator, "GET", "/sekisho/v1/instances/" + name, "");
      all.add(its.at("/network_interfaces/0/addresses/0"));
    }
    for (int i = 0; i < 4; i++) {
      all.add(vpc.make(ips, "{}").get("address").asString());
    }
    assertThat(all).hasSize(11);
    assertThat(new HashSet<>(all)).hasSize(11).isEqualTo(addresses());
    assertThat(refused("{}")).isEqualTo(409);
    assertThat(vpc.get("/subnets/" + subnet).at("/available_ipv4_address_count")).isEqualTo("0");
  }

  private static Set<String> addresses() {
    Set<String> all = new HashSet<>();
    for (int i = 4; i < 15; i++) {
      all.add("10.240.0." + i);
    }
    return all;
  }

  @Test
  void goWithTheirSubnetIfTheyAreUnbound() {
    String body = "{'vpc':{'id':'%s'},'ipv4_cidr_block':'10.240.1.0/24'}";
    JsonNode other = vpc.make("/subnets", body.formatted(vpc.id("vpcs", "main")));
    String path = "/subnets/" + id(other);
    vpc.make(path + "/reserved_ips", "{}");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    vpc.make(ips, "{}");
    assertThat(vpc.delete("/subnets/" + subnet).status()).isEqualTo(409);
  }
}
