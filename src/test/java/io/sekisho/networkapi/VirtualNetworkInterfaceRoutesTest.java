package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Virtual network interfaces over IBM's API.
class VirtualNetworkInterfaceRoutesTest {
  private static final String ALL = "/virtual_network_interfaces";
  private static final String SERVER =
      """
      accounts:
        - name: acme
          vpcs:
            - name: main
              region: us-south
              subnets:
                - {name: one, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/24}
                - {name: two, zone: us-south-2, ipv4_cidr_block: 10.240.64.0/24}
          instances:
            - {name: web, network_interfaces: [{name: eth0, subnet: one}]}
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String subnet = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(SERVER);
    subnet = vpc.id("subnets", "one");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private JsonNode make(String more) {
    return vpc.make(ALL, "{'subnet':{'id':'%s'}%s}".formatted(subnet, more));
  }

  private Answer refused(String more) {
    return vpc.post(ALL, "{'subnet':{'id':'%s'}%s}".formatted(subnet, more));
  }

  private static String id(JsonNode it) {
    return it.get("id").asString();
  }

  @Test
  void haveWhatIbmsHave() {
    JsonNode it = make("");
    assertThat(it.propertyNames())
        .containsExactlyInAnyOrder(
            "allow_ip_spoofing",
            "auto_delete",
            "created_at",
            "crn",
            "enable_infrastructure_nat",
            "href",
            "id",
            "ips",
            "lifecycle_state",
            "mac_address",
            "name",
            "primary_ip",
            "protocol_state_filtering_mode",
            "resource_group",
            "resource_type",
            "security_groups",
            "subnet",
            "vpc",
            "zone");
    assertThat(it.get("ips")).hasSize(1);
    assertThat(it.at("/ips/0/id")).isEqualTo(it.at("/primary_ip/id"));
    assertThat(it.get("security_groups")).hasSize(1);
    assertThat(it.get("auto_delete").asBoolean()).isFalse();
    assertThat(it.get("mac_address").asString()).startsWith("02:5e:");
  }

  @Test
  void getTheAddressesThatTheyAskFor() {
    JsonNode it =
        make(
            ",'primary_ip':{'address':'10.240.0.9','auto_delete':false,'name':'mine'},"
                + "'ips':[{'address':'10.240.0.10'},{}]");
    assertThat(it.get("ips"))
        .extracting(ip -> ip.get("address").asString())
        .contains("10.240.0.9", "10.240.0.10")
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThat(refused(",'primary_ip':{'address':'10.240.0.9'}").status()).isEqualTo(409);
    assertThat(refused(",'primary_ip':{'address':'10.240.1.9'}").status()).isEqualTo(400);
    assertThat(refused(",'primary_ip':{'address':'10.240.0.2'}").status()).isEqualTo(400);
    String nine = ",'ips':[{},{},{},{},{},{},{},{}]";
    assertThat(refused(nine).at("/errors/0/target/name")).isEqualTo("ips");
  }

  @Test
  void canBeInTheSubnetOfAReservedIp() {
    JsonNode first = make(",'primary_ip':{'auto_delete':false,'address':'10.240.0.9'}");
    vpc.delete(ALL + "/" + id(first));
    String ip = first.at("/primary_ip/id").asString();
    JsonNode second = vpc.make(ALL, "{'primary_ip':{'id':'%s'}}".formatted(ip));
    assertThat(second.at("/primary_ip/address").asString()).isEqualTo("10.240.0.9");
    assertThat(second.at("/subnet/id").asString()).isEqualTo(subnet);
    Answer taken = vpc.post(ALL, "{'primary_ip':{'id':'%s'}}".formatted(ip));
    assertThat(taken.status()).isEqualTo(409);
    assertThat(vpc.post(ALL, "{}").at("/errors/0/code")).isEqualTo("missing_field");
  }

  @Test
  void giveTheirAddressesBackWhenTheyGo() {
    JsonNode it = make(",'primary_ip':{'address':'10.240.0.9'}");
    Answer gone = vpc.delete(ALL + "/" + id(it));
    assertThat(gone.status()).isEqualTo(202);
    assertThat(gone.at("/lifecycle_state")).isEqualTo("deleting");
    assertThat(vpc.get(ALL + "/" + id(it)).status()).isEqualTo(404);
    make(",'primary_ip':{'address':'10.240.0.9'}");
  }

  @Test
  void keepARuleOrTwo() {
    assertThat(refused(",'auto_delete':true").at("/errors/0/target/name")).isEqualTo("auto_delete");
    assertThat(refused(",'name':'ibm-own'").status()).isEqualTo(400);
    assertThat(refused(",'protocol_state_filtering_mode':'maybe'").status()).isEqualTo(400);
    assertThat(
            refused(",'allow_ip_spoofing':true,'enable_infrastructure_nat':false")
                .at("/errors/0/target/name"))
        .isEqualTo("allow_ip_spoofing");
    assertThat(refused(",'id':'x'").status()).isEqualTo(400);
    make(",'name':'mine'");
    assertThat(refused(",'name':'mine'").status()).isEqualTo(409);
    assertThat(refused(",'security_groups':[{'id':'r006-x'}]").at("/errors/0/target/name"))
        .isEqualTo("security_groups[0]");
  }

  @Test
  void changeForWhoSawTheirLastVersion() {
    String path = ALL + "/" + id(make(",'name':'mine'"));
    String tag = vpc.get(path).etag();
    Answer changed = vpc.patch(path, "{'name':'yours','protocol_state_filtering_mode':'disabled'}");
    assertThat(changed.at("/name")).isEqualTo("yours");
    assertThat(changed.at("/protocol_state_filtering_mode")).isEqualTo("disabled");
    assertThat(vpc.patch(path, "{'auto_delete':true}").status()).isEqualTo(400);
    assertThat(vpc.sendSeen("PATCH", path, "{'name':'hers'}", tag).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", tag).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", changed.etag()).status()).isEqualTo(202);
  }

  @Test
  void areListedAttachedOrNot() {
    make(",'name':'alone'");
    List<JsonNode> all = vpc.all(ALL + "?limit=1", "virtual_network_interfaces");
    assertThat(all)
        .extracting(it -> it.get("name").asString())
        .containsExactly("web-eth0", "alone");
    JsonNode target = all.getFirst().get("target");
    assertThat(target.get("resource_type").asString()).isEqualTo("instance_network_attachment");
    assertThat(target.get("name").asString()).isEqualTo("eth0");
    assertThat(vpc.delete(ALL + "/" + id(all.getFirst())).status()).isEqualTo(409);
    String group = vpc.get(ALL + "?resource_group.id=" + "0".repeat(32)).at("/total_count");
    assertThat(group).isEqualTo("0");
  }

  @Test
  void changeWhereTheyAreAttached() {
    String path = ALL + "/" + id(vpc.get(ALL).json().at("/virtual_network_interfaces/0"));
    assertThat(vpc.patch(path, "{'name':'first','auto_delete':false}").at("/name"))
        .isEqualTo("first");
    assertThat(vpc.get(path).json().get("auto_delete").asBoolean()).isFalse();
    assertThat(vpc.patch(path, "{'enable_infrastructure_nat':false}").status()).isEqualTo(400);
    assertThat(vpc.trail("is.virtual-network-interface.virtual-network-interface.update"))
        .isPositive();
  }

  @Test
  void getMoreAddressesAndGiveThemBack() {
    String path = ALL + "/" + id(vpc.get(ALL).json().at("/virtual_network_interfaces/0"));
    JsonNode other = make(",'ips':[{'auto_delete':false,'name':'spare'}]");
    String spare = id(other.get("ips").get(1));
    String from = ALL + "/" + id(other) + "/ips/" + spare;
    assertThat(vpc.send("PUT", path + "/ips/" + spare, "").status()).isEqualTo(409);
    assertThat(vpc.delete(from).status()).isEqualTo(204);
    assertThat(vpc.get(from).status()).isEqualTo(404);
    Answer bound = vpc.send("PUT", path + "/ips/" + spare, "");
    assertThat(bound.status()).isEqualTo(201);
    assertThat(bound.at("/name")).isEqualTo("spare");
    assertThat(vpc.all(path + "/ips?sort=-address&limit=1", "ips"))
        .extracting(ip -> ip.get("name").asString())
        .containsExactly("spare", "web-eth0-ip");
    String address = bound.at("/address");
    assertThat(vpc.office.office.ledger().edition().snapshot().subjects())
        .anyMatch(
            subject ->
                subject.compute().interfaces().getFirst().addresses().stream()
                    .anyMatch(ip -> ip.toString().equals(address)));
    String primary = vpc.get(path).at("/primary_ip/id");
    assertThat(vpc.delete(path + "/ips/" + primary).status()).isEqualTo(409);
  }

  @Test
  void getAddressesFromThoseWhoMayOperateTheSubnet() {
    String ips = "/subnets/" + subnet + "/reserved_ips";
    String path = ALL + "/" + id(make("")) + "/ips/" + id(vpc.make(ips, "{}"));
    String update = "is.virtual-network-interface.virtual-network-interface.update";
    assertThat(vpc.sendAs(vpc.tokenFor(update), "PUT", path, "").status()).isEqualTo(403);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    String both = vpc.tokenFor(update, "is.subnet.subnet.operate");
    assertThat(vpc.sendAs(both, "PUT", path, "").status()).isEqualTo(201);
  }

  @Test
  void areFiveHundredAtMostThatGoWithNoServer() {
    vpc.office.apply(
        """
        accounts:
          - name: acme
            vpcs: [{name: broad, subnets: [{name: wide, ipv4_cidr_block: 10.250.0.0/16}]}]
        """);
    subnet = vpc.id("subnets", "wide");
    for (int i = 0; i < 500; i++) {
      make("");
    }
    assertThat(refused("").status()).isEqualTo(409);
    assertThat(refused("").text()).contains("go with no server");
    // Nor by way of a server, whose deletion would leave them.
    assertThat(vpc.post("/instances", instance("'auto_delete':false,")).status()).isEqualTo(409);
    JsonNode made = vpc.make("/instances", instance(""));
    String with = made.at("/primary_network_attachment/virtual_network_interface/id").asString();
    assertThat(vpc.patch(ALL + "/" + with, "{'auto_delete':false}").status()).isEqualTo(409);
    assertThat(vpc.delete("/instances/" + id(made)).status()).isEqualTo(204);
  }

  private String instance(String more) {
    return "{'zone':{'name':'us-south-1'},'image':{'id':'r006-abc'},'primary_network_attachment':{'virtual_network_interface':{%s'subnet':{'id':'%s'}}}}"
        .formatted(more, subnet);
  }

  @Test
  void areForThoseWhoMay() {
    String path = ALL + "/" + id(make(""));
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", path, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
    String editor = vpc.token("Editor");
    assertThat(vpc.sendAs(editor, "PATCH", path, "{\"name\":\"mine\"}").status()).isEqualTo(200);
    assertThat(vpc.sendAs(editor, "PATCH", path, "{\"allow_ip_spoofing\":true}").status())
        .isEqualTo(403);
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    String body = "{\"subnet\":{\"id\":\"" + subnet + "\"}}";
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, body).status()).isEqualTo(400);
  }
}
