package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Floating IPs over IBM's API.
class FloatingIpRoutesTest {
  private static final String ALL = "/floating_ips";
  private static final String HERE = "{'zone':{'name':'us-south-1'}}";
  private static final String SERVERS =
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
            - {name: app, network_interfaces: [{name: eth0, subnet: one}]}
            - {name: far, network_interfaces: [{name: eth0, subnet: two}]}
      """;

  private final LiveVpc vpc = new LiveVpc();

  @BeforeEach
  void begin() {
    vpc.office.apply(SERVERS);
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private JsonNode vni(String name) {
    return vpc.all("/virtual_network_interfaces", "virtual_network_interfaces").stream()
        .filter(it -> it.get("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String id(JsonNode it) {
    return it.get("id").asString();
  }

  private static String target(JsonNode vni) {
    return "{'target':{'id':'%s'}}".formatted(id(vni));
  }

  @Test
  void comeOutOfTheZonesPool() {
    JsonNode it = vpc.make(ALL, HERE);
    assertThat(it.propertyNames())
        .containsExactlyInAnyOrder(
            "address",
            "created_at",
            "crn",
            "href",
            "id",
            "name",
            "resource_group",
            "status",
            "zone");
    assertThat(it.get("address").asString()).isEqualTo("192.0.2.0");
    assertThat(vpc.make(ALL, HERE).get("address").asString()).isEqualTo("192.0.2.1");
    Answer rivals = vpc.sendIn(vpc.rival, "POST", ALL, HERE.replace('\'', '"'));
    assertThat(rivals.at("/address")).isEqualTo("192.0.2.2");
    vpc.delete(ALL + "/" + id(it));
    assertThat(vpc.make(ALL, HERE).get("address").asString()).isEqualTo("192.0.2.0");
  }

  @Test
  void runOut() {
    for (int i = 0; i < 16; i++) {
      vpc.make(ALL, HERE);
    }
    Answer none = vpc.post(ALL, HERE);
    assertThat(none.status()).isEqualTo(409);
    Answer nowhere = vpc.post(ALL, "{'zone':{'name':'us-south-3'}}");
    assertThat(nowhere.status()).isEqualTo(409);
    assertThat(nowhere.at("/errors/0/message")).contains("--floating-ips us-south-3=");
  }

  @Test
  void areMadeForAnInterface() {
    JsonNode it = vpc.make(ALL, target(vni("web-eth0")));
    assertThat(it.at("/target/resource_type").asString()).isEqualTo("virtual_network_interface");
    assertThat(it.at("/target/primary_ip/address").asString()).startsWith("10.240.0.");
    assertThat(vpc.get(ALL + "/" + id(it)).json()).isEqualTo(it);
    assertThat(vpc.post(ALL, target(vni("web-eth0"))).status()).isEqualTo(409);
    assertThat(vpc.post(ALL, "{}").status()).isEqualTo(400);
    assertThat(vpc.post(ALL, "{'target':{'id':'x'},'zone':{'name':'us-south-1'}}").status())
        .isEqualTo(400);
    assertThat(vpc.trail("is.floating-ip.floating-ip.create")).isEqualTo(1);
  }

  @Test
  void moveFromInterfaceToInterface() {
    String path = ALL + "/" + id(vpc.make(ALL, HERE));
    assertThat(vpc.patch(path, target(vni("web-eth0"))).at("/target/name")).isEqualTo("web-eth0");
    assertThat(vpc.patch(path, target(vni("app-eth0"))).at("/target/name")).isEqualTo("app-eth0");
    assertThat(vpc.get(path("web-eth0")).json().get("floating_ips")).isEmpty();
    assertThat(vpc.patch(path, target(vni("far-eth0"))).status()).isEqualTo(409);
    assertThat(vpc.get(path).at("/target/name")).isEqualTo("app-eth0");
    Answer free = vpc.patch(path, "{'name':'mine','target':null}");
    assertThat(free.at("/name")).isEqualTo("mine");
    assertThat(free.json().has("target")).isFalse();
    Answer attachment =
        vpc.patch(
            path, "{'target':{'id':'%s'}}".formatted(vni("web-eth0").at("/target/id").asString()));
    assertThat(attachment.at("/errors/0/message")).contains("virtual network interface");
  }

  private String path(String vni) {
    return "/virtual_network_interfaces/" + id(vni(vni)) + "/floating_ips";
  }

  @Test
  void areBoundAtTheInterface() {
    String ip = id(vpc.make(ALL, HERE));
    Answer bound = vpc.send("PUT", path("web-eth0") + "/" + ip, "");
    assertThat(bound.status()).isEqualTo(201);
    assertThat(vpc.get(path("web-eth0") + "/" + ip).json()).isEqualTo(bound.json());
    assertThat(vpc.all(path("web-eth0"), "floating_ips")).hasSize(1);
    assertThat(vpc.send("PUT", path("app-eth0") + "/" + ip, "").status()).isEqualTo(409);
    String other = id(vpc.make(ALL, HERE));
    assertThat(vpc.send("PUT", path("web-eth0") + "/" + other, "").status()).isEqualTo(409);
    assertThat(vpc.delete(path("web-eth0") + "/" + ip).status()).isEqualTo(204);
    assertThat(vpc.delete(path("web-eth0") + "/" + ip).status()).isEqualTo(404);
    assertThat(vpc.get(ALL + "/" + ip).json().has("target")).isFalse();
  }

  @Test
  void goFromWhatTheyAreBoundTo() {
    JsonNode it = vpc.make(ALL, target(vni("web-eth0")));
    assertThat(vpc.delete(ALL + "/" + id(it)).status()).isEqualTo(204);
    assertThat(vpc.get(ALL + "/" + id(it)).status()).isEqualTo(404);
    assertThat(vpc.all(path("web-eth0"), "floating_ips")).isEmpty();
  }

  @Test
  void areListedByTargetAndName() {
    vpc.make(ALL, "{'name':'b','zone':{'name':'us-south-1'}}");
    JsonNode it = vpc.make(ALL, "{'name':'a'," + target(vni("web-eth0")).substring(1));
    assertThat(vpc.all(ALL + "?sort=name&limit=1", "floating_ips"))
        .extracting(ip -> ip.get("name").asString())
        .containsExactly("a", "b");
    assertThat(vpc.all(ALL + "?target.name=web-eth0", "floating_ips")).containsExactly(it);
    String crn = it.at("/target/crn").asString().replace("/", "%2F");
    assertThat(vpc.all(ALL + "?target.crn=" + crn, "floating_ips")).containsExactly(it);
    assertThat(vpc.all(ALL + "?target.resource_type=public_gateway", "floating_ips")).isEmpty();
    assertThat(vpc.get(ALL + "?sort=address").status()).isEqualTo(400);
    assertThat(vpc.post(ALL, "{'name':'a','zone':{'name':'us-south-1'}}").status()).isEqualTo(409);
  }

  @Test
  void stayWhenAnInventoryThatNamesNoneIsAppliedAgain() {
    String id = id(vpc.make(ALL, target(vni("web-eth0"))));
    vpc.office.apply(SERVERS);
    assertThat(vpc.get(ALL + "/" + id).at("/target/name")).isEqualTo("web-eth0");
  }

  @Test
  void areForThoseWhoMay() {
    JsonNode vni = vni("web-eth0");
    String id = id(vpc.make(ALL, target(vni)));
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL + "/" + id, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", ALL + "/" + id, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
    assertThat(vpc.sendIn(vpc.rival, "GET", ALL + "/" + id, "").status()).isEqualTo(404);
    String body = target(vni).replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, body).status()).isEqualTo(400);
  }
}
