package io.sekisho.filterapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Rules of security groups over IBM's API. Every test has a group of its own.
class SecurityGroupRuleRoutesTest {
  private static final LiveVpc VPC = new LiveVpc();
  private static final String ALL = "/security_groups";
  private static String main = "";
  private static String other = "";

  private String group = "";

  @BeforeAll
  static void open() {
    VPC.office.apply(
        "accounts: [{name: acme, vpcs: [{name: main, region: us-south},"
            + " {name: other, region: us-south}]}]");
    main = VPC.id("vpcs", "main");
    other = VPC.id("vpcs", "other");
  }

  @AfterAll
  static void close() {
    VPC.close();
  }

  @BeforeEach
  void begin() {
    group = made(main);
  }

  private static String made(String vpc) {
    return VPC.make(ALL, "{'vpc':{'id':'%s'}}".formatted(vpc)).get("id").asString();
  }

  private String rules() {
    return ALL + "/" + group + "/rules";
  }

  private static String body(String more) {
    return "{'direction':'inbound'" + more + "}";
  }

  private JsonNode make(String more) {
    return VPC.make(rules(), body(more));
  }

  private Answer refused(String more) {
    return VPC.post(rules(), body(more));
  }

  private String made(JsonNode rule) {
    return rules() + "/" + rule.get("id").asString();
  }

  private void isRefusedFor(String field, String more) {
    Answer answer = refused(more);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.at("/errors/0/target/name")).as(answer.text()).isEqualTo(field);
  }

  @Test
  void haveWhatIbmsHave() {
    JsonNode rule = make(",'protocol':'tcp','port_min':22,'port_max':23,'name':'shell'");
    assertThat(rule.propertyNames())
        .containsExactlyInAnyOrder(
            "direction",
            "href",
            "id",
            "ip_version",
            "local",
            "name",
            "port_max",
            "port_min",
            "protocol",
            "remote",
            "resource_type");
    assertThat(rule.get("ip_version").asString()).isEqualTo("ipv4");
    assertThat(rule.at("/local/cidr_block").asString()).isEqualTo("0.0.0.0/0");
    assertThat(rule.at("/remote/cidr_block").asString()).isEqualTo("0.0.0.0/0");
    assertThat(rule.get("href").asString()).endsWith(made(rule));
    assertThat(VPC.get(made(rule)).json()).isEqualTo(rule);
    assertThat(VPC.get(rules()).json().get("rules")).containsExactly(rule);
    assertThat(VPC.get(ALL + "/" + group).json().get("rules")).containsExactly(rule);
    assertThat(VPC.delete(made(rule)).status()).isEqualTo(204);
    assertThat(VPC.get(made(rule)).status()).isEqualTo(404);
    assertThat(VPC.delete(made(rule)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "icmp_tcp_udp",
        "icmp",
        "tcp",
        "udp",
        "ah",
        "esp",
        "gre",
        "ip_in_ip",
        "l2tp",
        "rsvp",
        "sctp",
        "vrrp",
        "number_0",
        "number_88",
        "number_255"
      })
  void areForEveryProtocol(String protocol) {
    JsonNode rule = make(",'protocol':'%s'".formatted(protocol));
    assertThat(rule.get("protocol").asString()).isEqualTo(protocol);
    assertThat(rule.has("port_min") || rule.has("type")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "TCP", "number_6", "number_47", "number_256", "tcp_udp", ""})
  void areForNoOtherProtocol(String protocol) {
    isRefusedFor("protocol", ",'protocol':'%s'".formatted(protocol));
  }

  @Test
  void areForTypesAndCodesOfIcmp() {
    JsonNode rule = make(",'protocol':'icmp','type':8,'code':0");
    assertThat(rule.get("type").asInt()).isEqualTo(8);
    assertThat(rule.get("code").asInt()).isEqualTo(0);
    isRefusedFor("type", ",'protocol':'icmp','type':255");
    isRefusedFor("code", ",'protocol':'icmp','type':8,'code':256");
    isRefusedFor("code", ",'protocol':'icmp','code':0");
    isRefusedFor("port_min", ",'protocol':'icmp','port_min':1,'port_max':2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "port_max | 'port_min':22",
        "port_min | 'port_max':22",
        "port_min | 'port_min':0,'port_max':22",
        "port_min | 'port_min':22,'port_max':65536",
        "port_min | 'port_min':23,'port_max':22",
        "type     | 'type':8"
      })
  void areForPortsThatThereAre(String field, String ports) {
    isRefusedFor(field, ",'protocol':'udp'," + ports);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "direction         | 'direction':'both'",
        "ip_version        | 'ip_version':'ipv5'",
        "local             | 'local':{}",
        "local             | 'local':{'address':'10.0.0.1','cidr_block':'10.0.0.0/8'}",
        "local.address     | 'local':{'address':'10.0.0.0/8'}",
        "local.cidr_block  | 'local':{'cidr_block':'10.0.0.1/8'}",
        "local             | 'local':{'address':'fd00::1'}",
        "remote            | 'remote':{}",
        "remote            | 'remote':{'id':'no'}",
        "remote            | 'remote':{'id':'no','address':'10.0.0.1'}",
        "remote.address    | 'remote':{'address':'host'}",
        "remote.cidr_block | 'remote':{'cidr_block':'10.0.0.0/33'}",
        "remote            | 'remote':{'cidr_block':'::/0'}",
        "remote.name       | 'remote':{'name':'friend'}",
        "name              | 'name':'No'",
        "colour            | 'colour':'red'"
      })
  void areNotWhatCantBe(String field, String member) {
    String rule = "{'protocol':'any',%s%s}";
    String direction = member.startsWith("'direction'") ? "" : "'direction':'inbound',";
    Answer answer = VPC.post(rules(), rule.formatted(direction, member));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.at("/errors/0/target/name")).as(answer.text()).isEqualTo(field);
  }

  /// IBM's contract has no names here, and whoever tries one is told what there is.
  @Test
  void nameGroupsByIdCrnOrHref() {
    String named = "{'protocol':'any','direction':'inbound','remote':{'name':'friend'}}";
    assertThat(VPC.post(rules(), named).at("/errors/0/message"))
        .isEqualTo(
            "There is no member remote.name. Give one of address, cidr_block, crn, href, id.");
  }

  @Test
  void needADirectionAndAProtocol() {
    assertThat(VPC.post(rules(), "{'protocol':'any'}").at("/errors/0/code"))
        .isEqualTo("missing_field");
    assertThat(VPC.post(rules(), body("")).at("/errors/0/target/name")).isEqualTo("protocol");
    String nested = "{'vpc':{'id':'%s'},'rules':[{'direction':'inbound','protocol':'any'},{}]}";
    assertThat(VPC.post(ALL, nested.formatted(main)).at("/errors/0/target/name"))
        .isEqualTo("rules[1].protocol");
  }

  @Test
  void nameGroupsOfTheSameVpc() {
    String friend = made(main);
    JsonNode rule = make(",'protocol':'any','remote':{'id':'%s'}".formatted(friend));
    assertThat(rule.get("remote").propertyNames())
        .containsExactlyInAnyOrder("crn", "href", "id", "name");
    VPC.patch(ALL + "/" + friend, "{'name':'friend'}");
    assertThat(VPC.get(made(rule)).at("/remote/name")).isEqualTo("friend");
    String crn = rule.at("/remote/crn").asString();
    make(",'protocol':'any','remote':{'crn':'%s'}".formatted(crn));
    String far = made(other);
    isRefusedFor("remote", ",'protocol':'any','remote':{'id':'%s'}".formatted(far));
  }

  @Test
  void haveANameOfTheirOwnWithinTheirGroup() {
    make(",'protocol':'any','name':'one'");
    JsonNode unnamed = make(",'protocol':'any'");
    assertThat(unnamed.get("name").asString()).matches("([a-z]+-){3}[a-z]+");
    assertThat(refused(",'protocol':'any','name':'one'").status()).isEqualTo(409);
    assertThat(VPC.patch(made(unnamed), "{'name':'one'}").status()).isEqualTo(409);
    assertThat(VPC.patch(made(unnamed), "{'name':'two'}").at("/name")).isEqualTo("two");
  }

  @Test
  void areTwoHundredAndFiftyPerGroupAtMost() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 250; i++) {
      rules.append(i == 0 ? "" : ",").append("{'direction':'outbound','protocol':'any'}");
    }
    JsonNode full = VPC.make(ALL, "{'vpc':{'id':'%s'},'rules':[%s]}".formatted(main, rules));
    assertThat(full.get("rules")).hasSize(250);
    group = full.get("id").asString();
    assertThat(refused(",'protocol':'any'").status()).isEqualTo(409);
    VPC.delete(ALL + "/" + group);
  }

  @Test
  void mayBeAboutIpv6() {
    String version = "?version=2026-06-23";
    Answer made = VPC.post(rules() + version, body(",'protocol':'tcp','ip_version':'ipv6'"));
    assertThat(made.at("/ip_version")).isEqualTo("ipv6");
    assertThat(made.at("/local/cidr_block")).isEqualTo("::/0");
    assertThat(made.at("/remote/cidr_block")).isEqualTo("::/0");
    isRefusedFor("remote", ",'protocol':'tcp','ip_version':'ipv6','remote':{'address':'10.0.0.1'}");
    VPC.delete(rules() + "/" + made.at("/id"));
  }

  @Nested
  class ThatChange {
    @Test
    void keepWhatIsNotSaid() {
      JsonNode before =
          make(",'protocol':'tcp','port_min':22,'port_max':22,'local':{'address':'10.0.0.5'}");
      JsonNode after =
          VPC.patch(made(before), "{'direction':'outbound','remote':{'cidr_block':'10.1.0.0/16'}}")
              .json();
      assertThat(after.get("direction").asString()).isEqualTo("outbound");
      assertThat(after.at("/remote/cidr_block").asString()).isEqualTo("10.1.0.0/16");
      assertThat(after.get("local")).isEqualTo(before.get("local"));
      assertThat(after.get("port_max").asInt()).isEqualTo(22);
      assertThat(VPC.get(made(before)).json()).isEqualTo(after);
    }

    @Test
    void giveUpPortsTogether() {
      JsonNode rule = make(",'protocol':'tcp','port_min':22,'port_max':22");
      assertThat(patched(rule, "'port_min':null").at("/errors/0/target/name"))
          .isEqualTo("port_min");
      assertThat(patched(rule, "'port_min':80").at("/errors/0/target/name")).isEqualTo("port_min");
      assertThat(patched(rule, "'port_min':80,'port_max':81").at("/port_min")).isEqualTo("80");
      JsonNode open = patched(rule, "'port_min':null,'port_max':null").json();
      assertThat(open.has("port_min") || open.has("port_max")).isFalse();
    }

    @Test
    void giveUpTypesWithTheirCodes() {
      JsonNode rule = make(",'protocol':'icmp','type':8,'code':0");
      assertThat(patched(rule, "'type':null").at("/errors/0/target/name")).isEqualTo("code");
      assertThat(patched(rule, "'code':null").json().has("code")).isFalse();
      assertThat(patched(rule, "'type':null").json().has("type")).isFalse();
    }

    @Test
    void areNotToldWhatTheirProtocolHasNot() {
      JsonNode rule = make(",'protocol':'gre'");
      assertThat(patched(rule, "'port_min':1,'port_max':2").at("/errors/0/target/name"))
          .isEqualTo("port_min");
      assertThat(patched(rule, "'type':null").at("/errors/0/target/name")).isEqualTo("type");
      assertThat(patched(rule, "'protocol':'tcp'").at("/errors/0/code")).isEqualTo("unknown_field");
    }

    private Answer patched(JsonNode rule, String said) {
      return VPC.patch(made(rule), "{" + said + "}");
    }
  }

  @Nested
  class BeforeDecember2025 {
    private static final String THEN = "?version=2025-12-08";

    @Test
    void callThreeProtocolsAll() {
      Answer made = VPC.post(rules() + THEN, body(",'protocol':'all'"));
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      assertThat(made.at("/protocol")).isEqualTo("all");
      String one = rules() + "/" + made.at("/id");
      assertThat(VPC.get(one).at("/protocol")).isEqualTo("icmp_tcp_udp");
      assertThat(VPC.get(one + THEN).at("/protocol")).isEqualTo("all");
      assertThat(VPC.get(ALL + "/" + group + THEN).at("/rules/0/protocol")).isEqualTo("all");
      assertThat(VPC.get(ALL + "/" + group).at("/rules/0/protocol")).isEqualTo("icmp_tcp_udp");
    }

    @Test
    void knowOtherProtocolsToo() {
      Answer made = VPC.post(rules() + THEN, body(",'protocol':'any'"));
      assertThat(made.at("/protocol")).isEqualTo("any");
      Answer late = VPC.post(rules() + THEN, body(",'protocol':'icmp_tcp_udp'"));
      assertThat(late.status()).isEqualTo(400);
      assertThat(late.at("/errors/0/message")).contains("all");
    }
  }
}
