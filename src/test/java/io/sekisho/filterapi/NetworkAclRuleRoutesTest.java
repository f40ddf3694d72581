package io.sekisho.filterapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Rules of network ACLs over IBM's API. Every test has an ACL of its own.
class NetworkAclRuleRoutesTest {
  private static final LiveVpc VPC = new LiveVpc();
  private static final String ALL = "/network_acls";
  private static final String MEMBERS =
      "'direction':'inbound','source':'0.0.0.0/0','destination':'10.0.0.5'";
  private static String main = "";

  private String acl = "";

  @BeforeAll
  static void open() {
    VPC.office.apply("accounts: [{name: acme, vpcs: [{name: main, region: us-south}]}]");
    main = VPC.id("vpcs", "main");
  }

  @AfterAll
  static void close() {
    VPC.close();
  }

  @BeforeEach
  void begin() {
    acl = VPC.make(ALL, "{'vpc':{'id':'%s'}}".formatted(main)).get("id").asString();
  }

  private String rules() {
    return ALL + "/" + acl + "/rules";
  }

  private String path(JsonNode rule) {
    return rules() + "/" + rule.get("id").asString();
  }

  private static String body(String action, String more) {
    return "{'action':'%s',%s%s}".formatted(action, MEMBERS, more);
  }

  private JsonNode make(String more) {
    return VPC.make(rules(), body("allow", more));
  }

  private JsonNode named(String name, String more) {
    return make(",'protocol':'any','name':'%s'%s".formatted(name, more));
  }

  private static String before(JsonNode rule) {
    return ",'before':{'id':'%s'}".formatted(rule.get("id").asString());
  }

  private Answer patched(JsonNode rule, String said) {
    return VPC.patch(path(rule), "{" + said + "}");
  }

  private List<String> order() {
    return VPC.all(rules() + "?limit=2", "rules").stream()
        .map(rule -> rule.get("name").asString())
        .toList();
  }

  @Test
  void haveWhatIbmsHave() {
    JsonNode rule = make(",'protocol':'tcp','destination_port_min':22,'destination_port_max':23");
    assertThat(rule.propertyNames())
        .containsExactlyInAnyOrder(
            "action",
            "created_at",
            "destination",
            "destination_port_max",
            "destination_port_min",
            "direction",
            "href",
            "id",
            "ip_version",
            "name",
            "protocol",
            "source",
            "source_port_max",
            "source_port_min");
    assertThat(rule.get("source_port_min").asInt()).isEqualTo(1);
    assertThat(rule.get("source_port_max").asInt()).isEqualTo(65535);
    assertThat(rule.get("destination").asString()).isEqualTo("10.0.0.5");
    assertThat(VPC.get(path(rule)).json()).isEqualTo(rule);
    assertThat(VPC.get(ALL + "/" + acl).json().get("rules")).containsExactly(rule);
    assertThat(VPC.delete(path(rule)).status()).isEqualTo(204);
    assertThat(VPC.get(path(rule)).status()).isEqualTo(404);
    assertThat(VPC.delete(path(rule)).status()).isEqualTo(404);
  }

  @Test
  void areListedByDirectionPageByPage() {
    named("one", "");
    VPC.make(
        rules(), body("deny", ",'protocol':'any','name':'two'").replace("inbound", "outbound"));
    named("three", "");
    assertThat(order()).containsExactly("one", "two", "three");
    assertThat(VPC.all(rules() + "?direction=outbound", "rules")).hasSize(1);
    assertThat(VPC.get(rules() + "?direction=both").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "action               | 'action':'drop'",
        "direction            | 'direction':'both'",
        "protocol             | 'protocol':'all'",
        "ip_version           | 'ip_version':'4'",
        "source               | 'source':'10.0.0.1/8'",
        "source               | 'source':'::/0'",
        "destination          | 'destination':'host'",
        "source_port_max      | 'protocol':'udp','source_port_min':22",
        "destination_port_min | 'protocol':'tcp','destination_port_max':22",
        "source_port_min      | 'protocol':'tcp','source_port_min':23,'source_port_max':22",
        "source_port_min      | 'protocol':'gre','source_port_min':22,'source_port_max':22",
        "type                 | 'protocol':'tcp','type':8",
        "code                 | 'protocol':'icmp','code':0",
        "type                 | 'protocol':'icmp','type':255",
        "name                 | 'name':'No'",
        "before               | 'before':{'id':'no'}",
        "port_min             | 'port_min':22"
      })
  void areNotWhatCantBe(String field, String said) {
    StringBuilder body = new StringBuilder(said);
    for (String usual :
        List.of(
            "'action':'allow'",
            "'direction':'inbound'",
            "'protocol':'any'",
            "'source':'0.0.0.0/0'",
            "'destination':'0.0.0.0/0'")) {
      if (!said.contains(usual.substring(0, usual.indexOf(':') + 1))) {
        body.append(',').append(usual);
      }
    }
    Answer answer = VPC.post(rules(), "{" + body + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.at("/errors/0/target/name")).as(answer.text()).isEqualTo(field);
  }

  @Test
  void needAllThatTellsPackets() {
    assertThat(VPC.post(rules(), "{'action':'allow'}").at("/errors/0/code"))
        .isEqualTo("missing_field");
    String nested = "{'vpc':{'id':'%s'},'rules':[{'action':'allow','protocol':'any'}]}";
    assertThat(VPC.post(ALL, nested.formatted(main)).at("/errors/0/target/name"))
        .isEqualTo("rules[0].direction");
    String placed = "{'vpc':{'id':'%s'},'rules':[%s]}";
    String rule = body("allow", ",'protocol':'any','before':{'id':'no'}");
    assertThat(VPC.post(ALL, placed.formatted(main, rule)).at("/errors/0/target/name"))
        .isEqualTo("rules[0].before");
  }

  @Test
  void areTwoHundredPerAclAtMost() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      all.append(i == 0 ? "" : ",").append(body("allow", ",'protocol':'any'"));
    }
    JsonNode full = VPC.make(ALL, "{'vpc':{'id':'%s'},'rules':[%s]}".formatted(main, all));
    acl = full.get("id").asString();
    assertThat(VPC.post(rules(), body("allow", ",'protocol':'any'")).status()).isEqualTo(409);
    VPC.delete(ALL + "/" + acl);
  }

  @Test
  void haveANameOfTheirOwnWithinTheirAcl() {
    named("one", "");
    JsonNode two = named("two", "");
    String again = body("allow", ",'protocol':'any','name':'one'");
    assertThat(VPC.post(rules(), again).status()).isEqualTo(409);
    assertThat(patched(two, "'name':'one'").status()).isEqualTo(409);
    assertThat(patched(two, "'name':'three'").at("/name")).isEqualTo("three");
  }

  @Test
  void mayBeAboutIpv6() {
    String said =
        "{'action':'allow','direction':'inbound','protocol':'tcp','ip_version':'ipv6',"
            + "'source':'::/0','destination':'fd00::5'}";
    Answer made = VPC.post(rules() + "?version=2026-06-23", said);
    assertThat(made.at("/ip_version")).isEqualTo("ipv6");
    VPC.delete(rules() + "/" + made.at("/id"));
  }

  @Nested
  class InTheirOrder {
    private JsonNode last = MissingNode.getInstance();
    private JsonNode first = last;

    @BeforeEach
    void makeTwo() {
      last = named("last", "");
      first = named("first", before(last));
    }

    @Test
    void standBeforeTheOneTheyName() {
      named("middle", before(last));
      assertThat(order()).containsExactly("first", "middle", "last");
      assertThat(VPC.get(path(first)).at("/before/name")).isEqualTo("middle");
      assertThat(VPC.get(path(last)).json().has("before")).isFalse();
    }

    @Test
    void move() {
      assertThat(patched(first, "'before':null").json().has("before")).isFalse();
      assertThat(order()).containsExactly("last", "first");
      assertThat(
              patched(first, "'before':{'id':'%s'}".formatted(last.get("id").asString()))
                  .at("/before/name"))
          .isEqualTo("last");
      assertThat(order()).containsExactly("first", "last");
      assertThat(patched(first, "'name':'renamed'").at("/before/name")).isEqualTo("last");
    }

    @Test
    void areNamedByTheirAddress() {
      String href = last.get("href").asString();
      patched(last, "'before':null");
      named("middle", ",'before':{'href':'%s'}".formatted(href));
      assertThat(order()).containsExactly("first", "middle", "last");
    }

    @Test
    void dontStandBeforeThemselves() {
      String self = "'before':{'id':'%s'}".formatted(first.get("id").asString());
      assertThat(patched(first, self).at("/errors/0/target/name")).isEqualTo("before");
    }
  }

  @Nested
  class ThatChange {
    @Test
    void keepWhatIsNotSaid() {
      JsonNode rule = make(",'protocol':'tcp','destination_port_min':22,'destination_port_max':23");
      JsonNode after =
          patched(rule, "'action':'deny','direction':'outbound','source':'10.0.0.0/8'").json();
      assertThat(after.get("action").asString()).isEqualTo("deny");
      assertThat(after.get("source").asString()).isEqualTo("10.0.0.0/8");
      assertThat(after.get("destination_port_min").asInt()).isEqualTo(22);
      assertThat(after.get("created_at")).isEqualTo(rule.get("created_at"));
    }

    @Test
    void moveOneEndOfTheirPorts() {
      JsonNode rule = make(",'protocol':'tcp','destination_port_min':22,'destination_port_max':23");
      assertThat(patched(rule, "'destination_port_max':30").at("/destination_port_max"))
          .isEqualTo("30");
      assertThat(patched(rule, "'source_port_min':1024").at("/source_port_max")).isEqualTo("65535");
      assertThat(patched(rule, "'destination_port_min':31").at("/errors/0/target/name"))
          .isEqualTo("destination_port_min");
      assertThat(patched(rule, "'destination_port_min':null").status()).isEqualTo(400);
    }

    @Test
    void areNotToldWhatTheirProtocolHasNot() {
      JsonNode rule = make(",'protocol':'gre'");
      assertThat(patched(rule, "'source_port_min':1").at("/errors/0/target/name"))
          .isEqualTo("source_port_min");
      assertThat(patched(rule, "'code':null").at("/errors/0/target/name")).isEqualTo("code");
      assertThat(patched(rule, "'protocol':'tcp'").at("/errors/0/code")).isEqualTo("unknown_field");
      assertThat(patched(rule, "'source':'fd00::1'").at("/errors/0/target/name"))
          .isEqualTo("source");
    }

    @Test
    void dontDenyThreeProtocolsAtOnce() {
      assertThat(
              VPC.post(rules(), body("deny", ",'protocol':'icmp_tcp_udp'"))
                  .at("/errors/0/target/name"))
          .isEqualTo("action");
      JsonNode rule = make(",'protocol':'icmp_tcp_udp'");
      assertThat(patched(rule, "'action':'deny'").at("/errors/0/target/name")).isEqualTo("action");
    }
  }

  @Nested
  class BeforeDecember2025 {
    private static final String THEN = "?version=2025-12-08";

    @Test
    void allowThreeProtocolsAsAll() {
      Answer made = VPC.post(rules() + THEN, body("allow", ",'protocol':'all'"));
      assertThat(made.at("/protocol")).as(made.text()).isEqualTo("all");
      assertThat(VPC.get(rules() + "/" + made.at("/id")).at("/protocol")).isEqualTo("icmp_tcp_udp");
      assertThat(VPC.get(rules() + THEN).at("/rules/0/protocol")).isEqualTo("all");
    }

    @Test
    void denyEveryProtocolAsAll() {
      Answer made = VPC.post(rules() + THEN, body("deny", ",'protocol':'all'"));
      assertThat(made.at("/protocol")).as(made.text()).isEqualTo("all");
      String one = rules() + "/" + made.at("/id");
      assertThat(VPC.get(one).at("/protocol")).isEqualTo("any");
      assertThat(VPC.get(one + THEN).at("/protocol")).isEqualTo("all");
    }

    @Test
    void turnAllThatIsAllowedIntoAllThatIsDenied() {
      Answer made = VPC.post(rules() + THEN, body("allow", ",'protocol':'all'"));
      String one = rules() + "/" + made.at("/id");
      assertThat(VPC.patch(one + THEN, "{'action':'deny'}").at("/protocol")).isEqualTo("all");
      assertThat(VPC.get(one).at("/protocol")).isEqualTo("any");
      assertThat(VPC.patch(one + THEN, "{'action':'allow'}").at("/protocol")).isEqualTo("all");
      assertThat(VPC.get(one).at("/protocol")).isEqualTo("icmp_tcp_udp");
    }
  }
}
