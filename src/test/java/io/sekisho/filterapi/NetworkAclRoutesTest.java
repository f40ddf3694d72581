package io.sekisho.filterapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Network ACLs over IBM's API.
class NetworkAclRoutesTest {
  private static final String ALL = "/network_acls";
  private static final String RULE =
      "{'action':'allow','direction':'inbound','protocol':'tcp','source':'0.0.0.0/0',"
          + "'destination':'10.240.0.0/24','name':'%s'}";
  private static final String NETWORK =
      """
      accounts:
        - name: acme
          vpcs:
            - name: main
              region: us-south
              subnets: [{name: one, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/24}]
            - {name: other, region: us-south}
        - name: rival
          vpcs: [{name: main, region: us-south}]
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String main = "";
  private String subnet = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(NETWORK);
    main = vpc.id("vpcs", "acme/main");
    subnet = vpc.id("subnets", "acme/one");
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
    return vpc.get("/vpcs/" + main + "/default_network_acl").json();
  }

  private Answer use(String acl) {
    String which = "{\"id\":\"%s\"}".formatted(acl);
    return vpc.send("PUT", "/subnets/" + subnet + "/network_acl", which);
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode acl =
        make(",'name':'web','rules':[%s,%s]".formatted(RULE.formatted("a"), RULE.formatted("b")));
    assertThat(acl.propertyNames())
        .containsExactlyInAnyOrder(
            "created_at", "crn", "href", "id", "name", "resource_group", "rules", "subnets", "vpc");
    assertThat(acl.get("rules"))
        .extracting(rule -> rule.get("name").asString())
        .containsExactly("a", "b");
    assertThat(acl.at("/rules/0/before/id")).isEqualTo(acl.at("/rules/1/id"));
    assertThat(acl.at("/rules/1").has("before")).isFalse();
    String one = ALL + "/" + acl.get("id").asString();
    assertThat(vpc.patch(one, "{'name':'front'}").at("/name")).isEqualTo("front");
    assertThat(vpc.get(one).json().get("rules")).isEqualTo(acl.get("rules"));
    assertThat(vpc.delete(one).status()).isEqualTo(204);
    assertThat(vpc.get(one).status()).isEqualTo(404);
  }

  @Test
  void letNothingPassUnlessTheySaySo() {
    JsonNode acl = make("");
    assertThat(acl.get("rules")).isEmpty();
    assertThat(acl.get("subnets")).isEmpty();
    assertThat(acl.get("name").asString()).matches("([a-z]+-){3}[a-z]+");
  }

  @Test
  void areThereFromTheBeginningOncePerVpc() {
    JsonNode acl = byDefault();
    assertThat(acl.get("rules"))
        .extracting(rule -> rule.get("name").asString())
        .containsExactly("allow-inbound", "allow-outbound");
    assertThat(acl.at("/rules/0/protocol").asString()).isEqualTo("icmp_tcp_udp");
    assertThat(acl.at("/rules/0/source").asString()).isEqualTo("0.0.0.0/0");
    assertThat(acl.at("/subnets/0/id").asString()).isEqualTo(subnet);
    assertThat(vpc.delete(ALL + "/" + acl.get("id").asString()).status()).isEqualTo(409);
  }

  @Test
  void canHaveAnotherOnesRules() {
    JsonNode source = make(",'rules':[%s,%s]".formatted(RULE.formatted("a"), RULE.formatted("b")));
    String other = vpc.id("vpcs", "acme/other");
    String id = source.get("id").asString();
    JsonNode copy =
        vpc.make(ALL, "{'vpc':{'id':'%s'},'source_network_acl':{'id':'%s'}}".formatted(other, id));
    assertThat(copy.get("rules"))
        .extracting(rule -> rule.get("name").asString())
        .containsExactly("a", "b");
    assertThat(copy.at("/rules/0/id")).isNotEqualTo(source.at("/rules/0/id"));
    assertThat(copy.at("/rules/0/href").asString()).contains(copy.get("id").asString());
    String both = ",'source_network_acl':{'id':'%s'},'rules':[%s]";
    assertThat(vpc.post(ALL, body(both.formatted(id, RULE.formatted("c")))).status())
        .isEqualTo(400);
    String nowhere = ",'source_network_acl':{'id':'no'}";
    assertThat(vpc.post(ALL, body(nowhere)).at("/errors/0/target/name"))
        .isEqualTo("source_network_acl");
  }

  @Test
  void areUsedBySubnets() {
    String acl = made("web");
    Answer used = use(acl);
    assertThat(used.status()).as(used.text()).isEqualTo(201);
    assertThat(used.at("/subnets/0/id")).isEqualTo(subnet);
    assertThat(vpc.get("/subnets/" + subnet + "/network_acl").at("/id")).isEqualTo(acl);
    assertThat(byDefault().get("subnets")).isEmpty();
    Answer kept = vpc.delete(ALL + "/" + acl);
    assertThat(kept.status()).isEqualTo(409);
    assertThat(kept.at("/errors/0/message")).contains("subnet one");
    use(byDefault().get("id").asString());
    assertThat(vpc.delete(ALL + "/" + acl).status()).isEqualTo(204);
  }

  @Test
  void areUsedInTheirVpcAlone() {
    String other = vpc.id("vpcs", "acme/other");
    String far = vpc.get("/vpcs/" + other + "/default_network_acl").at("/id");
    assertThat(use(far).status()).isEqualTo(400);
    assertThat(use("no").status()).isEqualTo(400);
  }

  @Test
  void haveANameOfTheirOwnWithinTheirVpc() {
    made("web");
    assertThat(vpc.post(ALL, body(",'name':'web'")).status()).isEqualTo(409);
    String other = vpc.id("vpcs", "acme/other");
    String there = "{'name':'web','vpc':{'id':'%s'}}".formatted(other);
    assertThat(vpc.post(ALL, there).status()).isEqualTo(201);
    String second = made("api");
    assertThat(vpc.patch(ALL + "/" + second, "{'name':'web'}").status()).isEqualTo(409);
    assertThat(vpc.patch(ALL + "/" + second, "{'name':'-'}").status()).isEqualTo(400);
  }

  @Test
  void areListedPageByPage() {
    made("web");
    assertThat(vpc.all(ALL + "?limit=1", "network_acls")).hasSize(3);
    assertThat(vpc.all(ALL + "?resource_group.id=" + vpc.account, "network_acls")).hasSize(3);
    assertThat(vpc.all(ALL + "?resource_group.id=no", "network_acls")).isEmpty();
    assertThat(vpc.get(ALL + "?vpc.id=" + main).status()).isEqualTo(400);
  }

  @Test
  void areNobodyElses() {
    String one = ALL + "/" + made("web");
    for (String method : new String[] {"GET", "DELETE"}) {
      assertThat(vpc.sendIn(vpc.rival, method, one, "").status()).isEqualTo(404);
      assertThat(vpc.sendIn(vpc.rival, method, one + "/rules/no", "").status()).isEqualTo(404);
    }
    assertThat(vpc.sendIn(vpc.rival, "GET", ALL, "").json().get("network_acls")).hasSize(1);
    String foreign = body("").replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, foreign).status()).isEqualTo(400);
  }

  @Test
  void areForThoseWhoMay() {
    String one = ALL + "/" + made("web");
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("network_acls")).hasSize(3);
    assertThat(vpc.sendAs(viewer, "GET", one, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", one, "").status()).isEqualTo(403);
    String rule = RULE.formatted("a").replace('\'', '"');
    assertThat(vpc.sendAs(viewer, "POST", one + "/rules", rule).status()).isEqualTo(403);
    String stranger = vpc.token("");
    assertThat(vpc.sendAs(stranger, "GET", ALL, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(stranger, "GET", one, "").status()).isEqualTo(403);
    String editor = vpc.token("Editor");
    assertThat(vpc.sendAs(editor, "POST", one + "/rules", rule).status()).isEqualTo(201);
  }

  @Test
  void areAHundredPerVpcAtMost() {
    for (int i = 1; i < 100; i++) {
      make("");
    }
    Answer one = vpc.post(ALL, body(""));
    assertThat(one.status()).isEqualTo(409);
    assertThat(one.at("/errors/0/message")).contains("100 network ACLs in a VPC");
  }

  @Test
  void areOnRecord() {
    String id = made("web");
    vpc.patch(ALL + "/" + id, "{'name':'front'}");
    vpc.make(ALL + "/" + id + "/rules", RULE.formatted("a"));
    vpc.delete(ALL + "/" + id);
    assertThat(vpc.trail("is.network-acl.network-acl.create"))
        .as("and three with their VPCs")
        .isEqualTo(4);
    assertThat(vpc.trail("is.network-acl.network-acl.update")).isEqualTo(1);
    assertThat(vpc.trail("is.network-acl.rule.create")).isEqualTo(1);
    assertThat(vpc.trail("is.network-acl.network-acl.delete")).isEqualTo(1);
  }
}
