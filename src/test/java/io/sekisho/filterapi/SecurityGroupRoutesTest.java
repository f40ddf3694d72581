package io.sekisho.filterapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Security groups over IBM's API.
class SecurityGroupRoutesTest {
  private static final String ALL = "/security_groups";
  private static final String NETWORK =
      """
      accounts:
        - name: acme
          vpcs:
            - {name: main, region: us-south}
            - {name: other, region: us-south}
        - name: rival
          vpcs: [{name: main, region: us-south}]
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String main = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(NETWORK);
    main = vpc.id("vpcs", "acme/main");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String body(String more) {
    return "{'vpc':{'id':'%s'}%s}".formatted(main, more);
  }

  private JsonNode make(String more) {
    return vpc.make(ALL, body(more));
  }

  private String made(String name) {
    return make(",'name':'%s'".formatted(name)).get("id").asString();
  }

  private JsonNode byDefault() {
    return vpc.get("/vpcs/" + main + "/default_security_group").json();
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode group =
        make(
            ",'name':'web','rules':[{'direction':'inbound','protocol':'tcp','port_min':443,"
                + "'port_max':443}]");
    assertThat(group.propertyNames())
        .containsExactlyInAnyOrder(
            "created_at", "crn", "href", "id", "name", "resource_group", "rules", "targets", "vpc");
    assertThat(group.get("rules")).hasSize(1);
    assertThat(group.at("/vpc/id").asString()).isEqualTo(main);
    String one = ALL + "/" + group.get("id").asString();
    assertThat(vpc.patch(one, "{'name':'front'}").at("/name")).isEqualTo("front");
    assertThat(vpc.get(one).json().get("rules")).isEqualTo(group.get("rules"));
    assertThat(vpc.delete(one).status()).isEqualTo(204);
    assertThat(vpc.get(one).status()).isEqualTo(404);
  }

  @Test
  void letNothingPassUnlessTheySaySo() {
    JsonNode group = make("");
    assertThat(group.get("rules")).isEmpty();
    assertThat(group.get("name").asString()).matches("([a-z]+-){3}[a-z]+");
  }

  @Test
  void areThereFromTheBeginningOncePerVpc() {
    JsonNode group = byDefault();
    assertThat(group.get("rules"))
        .extracting(rule -> rule.get("name").asString())
        .containsExactly("inbound-icmp-tcp-udp-from-this-security-group", "outbound-icmp-tcp-udp");
    assertThat(group.at("/rules/0/remote/id")).isEqualTo(group.get("id"));
    assertThat(group.at("/rules/1/remote/cidr_block").asString()).isEqualTo("0.0.0.0/0");
    assertThat(group.at("/rules/1/protocol").asString()).isEqualTo("icmp_tcp_udp");
    String one = ALL + "/" + group.get("id").asString();
    assertThat(vpc.delete(one).status()).isEqualTo(409);
    assertThat(vpc.patch(one, "{'name':'usual'}").status()).isEqualTo(200);
    assertThat(byDefault().get("name").asString()).isEqualTo("usual");
  }

  @Test
  void haveANameOfTheirOwnWithinTheirVpc() {
    made("web");
    assertThat(vpc.post(ALL, body(",'name':'web'")).status()).isEqualTo(409);
    assertThat(vpc.post(ALL, body(",'name':'Web'")).at("/errors/0/target/name")).isEqualTo("name");
    String other = vpc.id("vpcs", "acme/other");
    String there = "{'name':'web','vpc':{'id':'%s'}}".formatted(other);
    assertThat(vpc.post(ALL, there).status()).isEqualTo(201);
    String second = made("api");
    assertThat(vpc.patch(ALL + "/" + second, "{'name':'web'}").status()).isEqualTo(409);
  }

  @Test
  void areListedByWhatTheyAreIn() {
    made("web");
    assertThat(vpc.all(ALL + "?limit=1", "security_groups")).hasSize(3);
    assertThat(vpc.all(ALL + "?vpc.id=" + main, "security_groups")).hasSize(2);
    assertThat(vpc.all(ALL + "?vpc.name=other", "security_groups")).hasSize(1);
    String crn = byDefault().at("/vpc/crn").asString();
    assertThat(vpc.all(ALL + "?vpc.crn=" + crn, "security_groups")).hasSize(2);
    assertThat(vpc.all(ALL + "?vpc.id=no", "security_groups")).isEmpty();
    assertThat(vpc.all(ALL + "?resource_group.id=" + vpc.account, "security_groups")).hasSize(3);
    assertThat(vpc.get(ALL + "?name=web").status()).isEqualTo(400);
  }

  @Test
  void lieInAVpcOfTheAccount() {
    assertThat(vpc.post(ALL, "{'name':'web'}").at("/errors/0/code")).isEqualTo("missing_field");
    assertThat(vpc.post(ALL, "{'vpc':{'id':'no'}}").at("/errors/0/target/name")).isEqualTo("vpc");
    Answer foreign = vpc.sendIn(vpc.rival, "POST", ALL, body("").replace('\'', '"'));
    assertThat(foreign.status()).isEqualTo(400);
  }

  @Test
  void areNobodyElses() {
    String one = ALL + "/" + made("web");
    for (String method : new String[] {"GET", "DELETE"}) {
      assertThat(vpc.sendIn(vpc.rival, method, one, "").status()).isEqualTo(404);
      assertThat(vpc.sendIn(vpc.rival, method, one + "/rules/no", "").status()).isEqualTo(404);
    }
    assertThat(vpc.sendIn(vpc.rival, "GET", ALL, "").json().get("security_groups")).hasSize(1);
  }

  @Test
  void areForThoseWhoMay() {
    String one = ALL + "/" + made("web");
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("security_groups")).hasSize(3);
    assertThat(vpc.sendAs(viewer, "GET", one, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", one, "").status()).isEqualTo(403);
    String rule = "{\"direction\":\"inbound\",\"protocol\":\"any\"}";
    assertThat(vpc.sendAs(viewer, "POST", one + "/rules", rule).status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "PUT", one + "/targets/no", "").status()).isEqualTo(403);
    String stranger = vpc.token("");
    assertThat(vpc.sendAs(stranger, "GET", ALL, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(stranger, "GET", one, "").status()).isEqualTo(403);
  }

  @Test
  void areAHundredPerVpcAtMost() {
    for (int i = 1; i < 100; i++) {
      make("");
    }
    Answer one = vpc.post(ALL, body(""));
    assertThat(one.status()).isEqualTo(409);
    assertThat(one.at("/errors/0/message")).contains("100 security groups in a VPC");
  }

  @Test
  void stayForAsLongAsARuleNamesThem() {
    String named = made("named");
    String naming =
        make(",'rules':[{'direction':'inbound','protocol':'any','remote':{'id':'%s'}}]"
                .formatted(named))
            .get("id")
            .asString();
    Answer kept = vpc.delete(ALL + "/" + named);
    assertThat(kept.status()).isEqualTo(409);
    assertThat(kept.at("/errors/0/message")).contains("named");
    assertThat(vpc.delete(ALL + "/" + naming).status()).isEqualTo(204);
    assertThat(vpc.delete(ALL + "/" + named).status()).isEqualTo(204);
  }

  @Test
  void goEvenIfTheyNameThemselves() {
    String one = ALL + "/" + made("web");
    String rule = "{'direction':'inbound','protocol':'any','remote':{'id':'%s'}}";
    vpc.make(one + "/rules", rule.formatted(one.substring(ALL.length() + 1)));
    assertThat(vpc.delete(one).status()).isEqualTo(204);
  }

  @Test
  void areOnRecord() {
    String id = made("web");
    vpc.patch(ALL + "/" + id, "{'name':'front'}");
    vpc.make(ALL + "/" + id + "/rules", "{'direction':'inbound','protocol':'any'}");
    vpc.delete(ALL + "/" + id);
    String events = "is.security-group.security-group";
    assertThat(vpc.trail(events + ".create")).as("and three with their VPCs").isEqualTo(4);
    assertThat(vpc.trail(events + ".update")).isEqualTo(1);
    assertThat(vpc.trail(events + "-rule.create")).isEqualTo(1);
    assertThat(vpc.trail(events + ".delete")).isEqualTo(1);
  }
}
