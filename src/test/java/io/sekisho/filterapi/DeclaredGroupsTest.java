package io.sekisho.filterapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpc.Reference;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The security groups that an inventory names, and those that the VPC API has.
class DeclaredGroupsTest {
  private static final String ALL = "/security_groups";
  private static final String NETWORK =
      """
      accounts:
        - name: acme
          vpcs:
            - name: main
              region: us-south
              subnets: [{name: one, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/20}]
            - name: other
              region: us-south
              subnets: [{name: two, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/20}]
          instances:
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String main = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(NETWORK.replace("instances:", "instances: []"));
    main = vpc.id("vpcs", "main");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String made(String in, String name) {
    return vpc.make(ALL, "{'vpc':{'id':'%s'},'name':'%s'}".formatted(in, name))
        .get("id")
        .asString();
  }

  private void declare(String groups) {
    vpc.office.apply(NETWORK + instance("web", groups));
  }

  private Answer send(String groups) {
    return vpc.office.send(
        vpc.office.operator,
        "PUT",
        "/sekisho/v1/inventory",
        NETWORK + instance("web", groups),
        "Content-Type",
        "application/yaml");
  }

  private static String instance(String name, String groups) {
    return "      - {name: %s, vpc: main, network_interfaces: [{subnet: one%s}]}\n"
        .formatted(name, groups);
  }

  private VirtualNetworkInterface declared() {
    return vpc.office
        .office
        .controller()
        .snapshot()
        .subject(vpc.id("instances", "web"))
        .orElseThrow()
        .compute()
        .interfaces()
        .getFirst()
        .virtualNetworkInterface();
  }

  private List<Reference> groups() {
    return declared().securityGroups();
  }

  @Test
  void areThoseOfTheirVpc() {
    made(vpc.id("vpcs", "other"), "front");
    String front = made(main, "front");
    declare(", security_groups: [front]");
    assertThat(groups()).extracting(Reference::id).containsExactly(front);
    assertThat(vpc.all(ALL + "/" + front + "/targets", "targets")).hasSize(1);
    assertThat(vpc.delete(ALL + "/" + front).status()).isEqualTo(409);
  }

  @Test
  void areThoseThatTheVpcHasOnceItHasThem() {
    Answer refused = send(", security_groups: [front]");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("names the security group front, which is not in VPC main");
    String front = made(main, "front");
    declare(", security_groups: [front]");
    assertThat(groups()).extracting(Reference::id).containsExactly(front);
  }

  @Test
  void areTheDefaultOneIfNoneAreNamed() {
    declare("");
    String usual = vpc.get("/vpcs/" + main + "/default_security_group").at("/id");
    assertThat(groups()).extracting(Reference::id).containsExactly(usual);
  }

  @Test
  void stayAsTheyAreIfNoneAreNamed() {
    declare("");
    String front = made(main, "front");
    String path = ALL + "/" + front + "/targets/" + declared().id();
    Answer put = vpc.send("PUT", path, "");
    assertThat(put.status()).as(put.text()).isEqualTo(200);
    declare("");
    assertThat(groups()).extracting(Reference::id).contains(front).hasSize(2);
  }

  @Test
  void areCalledByTheirNameEverywhere() {
    String nic =
        vpc.make(
                "/virtual_network_interfaces",
                "{'subnet':{'id':'%s'}}"
                    .formatted(
                        vpc.all("/subnets?vpc.name=main", "subnets")
                            .getFirst()
                            .get("id")
                            .asString()))
            .get("id")
            .asString();
    String usual = vpc.get("/vpcs/" + main + "/default_security_group").at("/id");
    vpc.office.apply(
        NETWORK
            .replace("instances:", "instances: []")
            .replaceFirst(
                "subnets:",
                "security_groups: [{name: usual, is_default: true, rules: []}]\n        subnets:"));
    Answer group = vpc.get(ALL + "/" + usual);
    assertThat(group.at("/name")).isEqualTo("usual");
    assertThat(group.json().get("rules")).isEmpty();
    assertThat(vpc.get("/virtual_network_interfaces/" + nic).at("/security_groups/0/name"))
        .isEqualTo("usual");
    assertThat(vpc.trail("is.security-group.security-group.update")).isEqualTo(1);
  }

  @Test
  void haveAThousandTargetsAtMost() {
    String front = made(main, "front");
    StringBuilder fleet = new StringBuilder(NETWORK);
    for (int i = 0; i < 1000; i++) {
      fleet.append(instance("web-" + i, ", security_groups: [front]"));
    }
    vpc.office.apply(fleet.append(instance("web", "")).toString());
    String path = "/targets/" + declared().id();
    Answer full = vpc.send("PUT", ALL + "/" + front + path, "");
    assertThat(full.status()).as(full.text()).isEqualTo(409);
    assertThat(full.at("/errors/0/message")).contains("1000 targets");
    assertThat(vpc.send("PUT", ALL + "/" + made(main, "back") + path, "").status()).isEqualTo(200);
  }
}
