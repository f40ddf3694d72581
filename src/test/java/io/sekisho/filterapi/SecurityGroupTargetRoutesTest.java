package io.sekisho.filterapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What is in security groups, over IBM's API.
class SecurityGroupTargetRoutesTest {
  private static final String ALL = "/security_groups";
  private static final String INTERFACES = "/virtual_network_interfaces";
  private static final String NETWORK =
      """
      accounts:
        - name: acme
          vpcs:
            - name: main
              region: us-south
              subnets: [{name: one, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/24}]
            - {name: other, region: us-south}
          instances:
            - {name: web, network_interfaces: [{name: eth0, subnet: one}]}
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String main = "";
  private String group = "";
  private String alone = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(NETWORK);
    main = vpc.id("vpcs", "main");
    group = made(main);
    alone = alone("");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String made(String in) {
    return vpc.make(ALL, "{'vpc':{'id':'%s'}}".formatted(in)).get("id").asString();
  }

  private String alone(String more) {
    String subnet = vpc.id("subnets", "one");
    return vpc.make(INTERFACES, "{'subnet':{'id':'%s'}%s}".formatted(subnet, more))
        .get("id")
        .asString();
  }

  /// The virtual network interface of the declared instance.
  private String attached() {
    return vpc.all(INTERFACES, "virtual_network_interfaces").stream()
        .filter(it -> it.has("target"))
        .findFirst()
        .orElseThrow()
        .get("id")
        .asString();
  }

  private String targets() {
    return ALL + "/" + group + "/targets";
  }

  private Answer put(String id) {
    return vpc.send("PUT", targets() + "/" + id, "");
  }

  private List<String> groupsOf(String id) {
    List<String> all = new ArrayList<>();
    vpc.get(INTERFACES + "/" + id)
        .json()
        .get("security_groups")
        .forEach(it -> all.add(it.get("id").asString()));
    return all;
  }

  private String byDefault() {
    return vpc.get("/vpcs/" + main + "/default_security_group").at("/id");
  }

  @Test
  void areInterfacesAndNotTheServerThatHasThem() {
    Answer server = put(vpc.id("instances", "web"));
    assertThat(server.status()).isEqualTo(404);
    assertThat(server.at("/errors/0/message"))
        .contains("give the id of one of its interfaces (" + attached() + ")");
    assertThat(put(attached()).status()).isEqualTo(200);
  }

  @Test
  void areAddedShownAndTakenOut() {
    Answer put = put(alone);
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    JsonNode target = put.json();
    assertThat(target.propertyNames())
        .containsExactlyInAnyOrder(
            "crn", "href", "id", "name", "primary_ip", "resource_type", "subnet");
    assertThat(target.get("resource_type").asString()).isEqualTo("virtual_network_interface");
    assertThat(vpc.get(targets() + "/" + alone).json()).isEqualTo(target);
    assertThat(vpc.all(targets() + "?limit=1", "targets")).containsExactly(target);
    assertThat(vpc.get(ALL + "/" + group).json().get("targets")).containsExactly(target);
    assertThat(groupsOf(alone)).containsExactly(byDefault(), group);
    assertThat(put(alone).status()).isEqualTo(200);
    assertThat(groupsOf(alone)).hasSize(2);
    assertThat(vpc.delete(targets() + "/" + alone).status()).isEqualTo(204);
    assertThat(vpc.get(targets() + "/" + alone).status()).isEqualTo(404);
    assertThat(vpc.delete(targets() + "/" + alone).status()).isEqualTo(404);
    assertThat(groupsOf(alone)).containsExactly(byDefault());
  }

  @Test
  void mayBeInsideOfServers() {
    String id = attached();
    assertThat(put(id).at("/resource_type")).isEqualTo("virtual_network_interface");
    assertThat(groupsOf(id)).contains(group);
    assertThat(vpc.all(targets(), "targets")).hasSize(1);
    assertThat(vpc.trail("is.security-group.security-group-interface.attach")).isEqualTo(1);
    assertThat(vpc.trail("is.instance.instance.update")).isEqualTo(1);
    assertThat(vpc.delete(targets() + "/" + id).status()).isEqualTo(204);
    assertThat(groupsOf(id)).doesNotContain(group);
    assertThat(vpc.trail("is.security-group.security-group-interface.detach")).isEqualTo(1);
  }

  @Test
  void mayBeIbmsOlderInterfaces() {
    String body =
        "{'zone':{'name':'us-south-1'},'image':{'id':'r006-abc'},'profile':{'name':'bx2-2x8'},"
            + "'primary_network_interface':{'name':'eth0','subnet':{'id':'%s'}}}";
    JsonNode server = vpc.make("/instances", body.formatted(vpc.id("subnets", "one")));
    String nic = server.at("/primary_network_interface/id").asString();
    Answer put = put(nic);
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(put.json().propertyNames())
        .containsExactlyInAnyOrder("href", "id", "name", "resource_type");
    assertThat(put.at("/resource_type")).isEqualTo("network_interface");
    String path = "/instances/" + server.get("id").asString() + "/network_interfaces/" + nic;
    assertThat(vpc.get(path).json().get("security_groups")).hasSize(2);
    assertThat(put.at("/href")).endsWith(path);
  }

  @Test
  void keepTheNamesOfTheirGroups() {
    String id = attached();
    put(id);
    put(alone);
    vpc.patch(ALL + "/" + group, "{'name':'renamed'}");
    for (String each : List.of(id, alone)) {
      assertThat(vpc.get(INTERFACES + "/" + each).text()).contains("\"name\":\"renamed\"");
    }
    String server = vpc.id("instances", "web");
    assertThat(vpc.office.office.controller().snapshot().subject(server).orElseThrow().compute())
        .as("what the guest is told")
        .asString()
        .contains("renamed");
  }

  @Test
  void holdTheirGroups() {
    put(alone);
    Answer kept = vpc.delete(ALL + "/" + group);
    assertThat(kept.status()).isEqualTo(409);
    assertThat(kept.at("/errors/0/message")).contains("virtual network interface");
    vpc.delete(targets() + "/" + alone);
    assertThat(vpc.delete(ALL + "/" + group).status()).isEqualTo(204);
  }

  @Test
  void areAlwaysInAGroup() {
    put(alone);
    String usual = byDefault();
    assertThat(vpc.delete(ALL + "/" + usual + "/targets/" + alone).status()).isEqualTo(204);
    Answer last = vpc.delete(targets() + "/" + alone);
    assertThat(last.status()).isEqualTo(409);
    assertThat(groupsOf(alone)).containsExactly(group);
  }

  @Test
  void areInTheVpcOfTheirGroup() {
    group = made(vpc.id("vpcs", "other"));
    assertThat(put(alone).status()).isEqualTo(400);
    assertThat(put("no").status()).isEqualTo(404);
  }

  @Test
  void areInFiveGroupsAtMost() {
    for (int i = 0; i < 4; i++) {
      group = made(main);
      assertThat(put(alone).status()).isEqualTo(200);
    }
    group = made(main);
    assertThat(put(alone).status()).isEqualTo(409);
    String same = "{'id':'%1$s'},{'id':'%1$s'}".formatted(group);
    Answer twice =
        vpc.post(
            INTERFACES,
            "{'subnet':{'id':'%s'},'security_groups':[%s]}"
                .formatted(vpc.id("subnets", "one"), same));
    assertThat(twice.status()).isEqualTo(400);
    String none = ",'security_groups':[]";
    Answer without =
        vpc.post(INTERFACES, "{'subnet':{'id':'%s'}%s}".formatted(vpc.id("subnets", "one"), none));
    assertThat(without.at("/errors/0/target/name")).isEqualTo("security_groups");
  }

  @Test
  void areForThoseWhoMayChangeThem() {
    String operator = vpc.token("Operator");
    Answer refused = vpc.sendAs(operator, "PUT", targets() + "/" + alone, "");
    assertThat(refused.status()).isEqualTo(403);
    String editor = vpc.token("Editor");
    assertThat(vpc.sendAs(editor, "PUT", targets() + "/" + alone, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(operator, "DELETE", targets() + "/" + alone, "").status()).isEqualTo(403);
  }

  @Test
  void areNobodyElses() {
    put(alone);
    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      Answer answer = vpc.sendIn(vpc.rival, method, targets() + "/" + alone, "");
      assertThat(answer.status()).isEqualTo(404);
    }
  }
}
