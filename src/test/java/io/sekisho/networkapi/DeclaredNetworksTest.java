package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Networks that an inventory declares, seen over IBM's API.
class DeclaredNetworksTest {
  private static final String FLEET =
      "accounts: [{name: acme, vpcs: [{name: main, subnets: [%s]}], instances: [%s]}]";
  private static final String ONE = "{name: one, ipv4_cidr_block: 10.240.0.0/24}";
  private static final String INVENTORY = "/sekisho/v1/inventory";

  private final LiveVpc vpc = new LiveVpc();

  @AfterEach
  void close() {
    vpc.close();
  }

  private String apply(String subnets) {
    vpc.office.apply(FLEET.formatted(subnets, ""));
    return "/vpcs/" + vpc.id("vpcs", "main");
  }

  private Answer send(String subnets, String query) {
    String fleet = FLEET.formatted(subnets, "");
    return vpc.office.send(
        vpc.office.operator, "PUT", INVENTORY + query, fleet, "Content-Type", "application/yaml");
  }

  private List<String> prefixes(String path) {
    return vpc.all(path + "/address_prefixes", "address_prefixes").stream()
        .map(it -> it.at("/zone/name").asString() + " " + it.get("cidr").asString())
        .sorted()
        .toList();
  }

  @Test
  void haveWhatEveryVpcHas() {
    String path = apply(ONE);
    JsonNode main = vpc.get(path).json();
    JsonNode one = vpc.get("/subnets/" + vpc.id("subnets", "one")).json();
    for (String member : List.of("network_acl", "routing_table")) {
      assertThat(one.get(member)).isEqualTo(main.get("default_" + member));
    }
    assertThat(vpc.get(path + "/default_security_group").at("/name"))
        .isEqualTo(main.at("/default_security_group/name").asString());
    assertThat(prefixes(path))
        .containsExactly(
            "us-south-1 10.240.0.0/18", "us-south-2 10.240.64.0/18", "us-south-3 10.240.128.0/18");
  }

  @Test
  void haveAPrefixAroundEverySubnet() {
    String far = "{name: far, zone: us-south-2, ipv4_cidr_block: 192.168.7.0/24}";
    String other = "{name: other, zone: us-south-3, ipv4_cidr_block: 10.240.70.0/24}";
    String path = apply(far + ", " + other);
    assertThat(prefixes(path))
        .containsExactly(
            "us-south-1 10.240.0.0/18",
            "us-south-2 192.168.7.0/24",
            "us-south-3 10.240.128.0/18",
            "us-south-3 10.240.70.0/24");
    String wide = "{name: wide, zone: us-south-1, ipv4_cidr_block: 10.240.128.0/17}";
    apply(far + ", " + other + ", " + wide);
    assertThat(prefixes(path)).contains("us-south-1 10.240.128.0/17").hasSize(4);
    Answer across = send("{name: across, zone: us-south-1, ipv4_cidr_block: 192.168.0.0/16}", "");
    assertThat(across.status()).isEqualTo(400);
    assertThat(across.text()).contains("192.168.0.0/16");
  }

  @Test
  void keepWhatWasMadeByIbmsApi() {
    String path = apply(ONE);
    String table = vpc.make(path + "/routing_tables", "{'name':'mine'}").get("id").asString();
    String subnet = "/subnets/" + vpc.id("subnets", "one");
    vpc.patch(subnet, "{'routing_table':{'id':'%s'}}".formatted(table));
    vpc.patch(path, "{'dns':{'enable_hub':true}}");
    JsonNode before = vpc.get(path).json();
    apply(ONE);
    assertThat(vpc.get(path).json()).isEqualTo(before);
    assertThat(vpc.get(subnet).at("/routing_table/id")).isEqualTo(table);
  }

  @Test
  void goWithTheirPartsAndNotWhileSomethingNeedsThem() {
    String path = apply(ONE);
    String group = "/security_groups/" + vpc.get(path).at("/default_security_group/id");
    assertThat(vpc.get(group).status()).isEqualTo(200);
    String subnet = vpc.id("subnets", "one");
    String nic = "{'subnet':{'id':'%s'}}".formatted(subnet);
    JsonNode made = vpc.make("/virtual_network_interfaces", nic);
    Answer refused = send("", "?prune=true");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains(made.get("name").asString());
    vpc.delete("/virtual_network_interfaces/" + made.get("id").asString());
    assertThat(send("", "?prune=true").status()).isEqualTo(200);
    assertThat(vpc.get("/subnets/" + subnet).status()).isEqualTo(404);
    String operator = vpc.office.operator;
    Answer gone = vpc.office.send(operator, "DELETE", "/sekisho/v1/vpcs/main", "");
    assertThat(gone.status()).isEqualTo(200);
    assertThat(vpc.get(group).status()).isEqualTo(404);
    assertThat(vpc.get("/security_groups").at("/total_count")).isEqualTo("0");
  }

  @Test
  void tellApartSubnetsOfOneName() {
    String path = apply(ONE);
    JsonNode other = vpc.make("/vpcs", "{'name':'other'}");
    String body = "{'name':'one','vpc':{'id':'%s'},'ipv4_cidr_block':'10.240.0.0/24'}";
    vpc.make("/subnets", body.formatted(other.get("id").asString()));
    apply(ONE);
    assertThat(vpc.all("/subnets?vpc.name=main", "subnets")).hasSize(1);
    String web = "{name: web, vpc: main, network_interfaces: [{subnet: one}]}";
    vpc.office.apply(FLEET.formatted(ONE, web));
    String its =
        vpc.office.send(vpc.office.operator, "GET", "/sekisho/v1/instances/web", "").at("/vpc");
    assertThat(its).isEqualTo("main");
    assertThat(vpc.delete(path).status()).isEqualTo(409);
  }
}
