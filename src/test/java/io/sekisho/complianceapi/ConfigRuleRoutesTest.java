package io.sekisho.complianceapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Application;
import io.sekisho.control.Initiator;
import io.sekisho.office.LiveOffice;
import io.sekisho.web.Https.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Configuration rules over HTTPS, against every way in which an instance can be changed.
class ConfigRuleRoutesTest {
  private static final String ACCOUNT = "0123456789abcdef0123456789abcdef";
  private static final String LAB = "1".repeat(32);
  private static final String RULES = "/config/v1/rules";
  private static final String VIOLATIONS = "/sekisho/v1/config_rule_violations";
  private static final String IN = "?account_id=" + ACCOUNT;

  private static final String ON =
      """
      accounts:
        - name: acme
          id: %s
          vpcs: [{name: blue, subnets: [{name: a, ipv4_cidr_block: 10.0.0.0/24}]}]
          trusted_profiles: [{name: web}]
          instances:
            - {name: old, metadata_service: {enabled: true, response_hop_limit: 9}}
            - {name: new%s}
            - {name: lab, resource_group: "%s"}
      """;

  private final LiveOffice office = new LiveOffice();

  @BeforeEach
  void fill() {
    office.apply(ON.formatted(ACCOUNT, "", LAB));
  }

  @AfterEach
  void close() {
    office.close();
  }

  private Answer send(String method, String path, String body) {
    return office.send(office.operator, method, path + IN, body.replace('\'', '"'));
  }

  /// A rule that is attached to the account, all but one resource group.
  private String rule(String required, String action) {
    String body =
        """
        {'rules':[{'request_id':'1','rule':{'account_id':'%s','name':'guard','description':'So it is.',
          'target':{'service_name':'is.instance','resource_kind':'instance'},
          'required_config':%s,'enforcement_actions':[{'action':'%s'}]}}]}"""
            .formatted(ACCOUNT, required, action);
    Answer made = send("POST", RULES, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String id = made.at("/rules/0/rule/rule_id");
    String scopes =
        """
        {'attachments':[{'included_scope':{'scope_id':'%s','scope_type':'account'},
          'excluded_scopes':[{'scope_id':'%s','scope_type':'account.resource_group'}]}]}"""
            .formatted(ACCOUNT, LAB);
    Answer attached = send("POST", RULES + "/" + id + "/attachments", scopes);
    assertThat(attached.status()).as(attached.text()).isEqualTo(201);
    return id;
  }

  private Answer set(String instance, String service) {
    return office.send(
        office.operator,
        "PATCH",
        "/sekisho/v1/instances/" + instance,
        "{\"metadata_service\":" + service.replace('\'', '"') + "}");
  }

  private Application apply(String more, boolean dry) {
    byte[] inventory = ON.formatted(ACCOUNT, more, LAB).getBytes(StandardCharsets.UTF_8);
    return office.office.controller().apply(inventory, false, dry, new Initiator("first", ""));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          {'property':'metadata_service_enabled','operator':'is_false'} | {'enabled':true} | {'enabled':false}
          {'or':[{'property':'metadata_service_enabled','operator':'is_false'},{'property':'metadata_service_protocol','operator':'string_equals','value':'https'}]} | {'enabled':true} | {'enabled':true,'protocol':'https'}
          {'property':'metadata_service_response_hop_limit','operator':'num_less_than_equals','value':'2'} | {'response_hop_limit':3} | {'response_hop_limit':2}
          {'or':[{'property':'metadata_service_enabled','operator':'is_false'},{'property':'default_trusted_profile','operator':'is_not_empty'}]} | {'enabled':true} | {'enabled':false}
          """)
  void whatARuleForbidsIsRefusedWithTheRuleAndTheReason(
      String required, String forbidden, String allowed) {
    String id = rule(required, "disallow");
    Answer refused = set("new", forbidden);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("config_rule_violated");
    assertThat(refused.at("/errors/0/message"))
        .contains(id, "guard", "has to be")
        .endsWith(": So it is.");
    assertThat(set("new", allowed).status()).isEqualTo(200);
    assertThat(set("lab", forbidden).status()).as("the group that is left out").isEqualTo(200);
  }

  @Test
  void anInventoryIsRefusedWholeAndADryRunSaysSo() {
    rule("{'property':'metadata_service_enabled','operator':'is_false'}", "disallow");
    for (boolean dry : List.of(true, false)) {
      assertThat(apply(", metadata_service: {enabled: true}", dry))
          .isInstanceOfSatisfying(
              Application.Rejected.class,
              it -> assertThat(it.problems().getFirst().message()).contains("guard"));
    }
    assertThat(apply(", metadata_service: {enabled: false}", false))
        .isInstanceOf(Application.Accepted.class);
  }

  @Test
  void whatBrokeARuleBeforeIsListedAndMayChangeOtherwise() {
    String id =
        rule(
            "{'property':'metadata_service_response_hop_limit','operator':'num_less_than','value':'5'}",
            "disallow");
    Answer broken = send("GET", VIOLATIONS, "");
    assertThat(broken.at("/total_count")).isEqualTo("1");
    assertThat(broken.at("/violations/0/rule_id")).isEqualTo(id);
    assertThat(broken.at("/violations/0/resource_name")).isEqualTo("old");
    assertThat(broken.at("/violations/0/reason")).contains("less than 5");
    assertThat(set("old", "{'protocol':'https'}").status()).isEqualTo(200);
    assertThat(set("old", "{'response_hop_limit':4}").status()).isEqualTo(200);
    assertThat(set("old", "{'response_hop_limit':9}").status()).isEqualTo(403);
    assertThat(send("GET", VIOLATIONS, "").at("/total_count")).isEqualTo("0");
  }

  @Test
  void whatBrokeAPartOfARuleMayNotBreakAnother() {
    rule(
        """
        {'and':[{'property':'metadata_service_response_hop_limit','operator':'num_less_than','value':'5'},
          {'property':'metadata_service_protocol','operator':'string_not_equals','value':'https'}]}""",
        "disallow");
    assertThat(set("old", "{'protocol':'https'}").status()).as("another part").isEqualTo(403);
    assertThat(set("old", "{'response_hop_limit':64}").status()).as("worse").isEqualTo(403);
    assertThat(set("old", "{'enabled':false}").status()).as("of no part").isEqualTo(200);
    assertThat(set("old", "{'response_hop_limit':6}").status()).as("nearer").isEqualTo(200);
    assertThat(set("old", "{'response_hop_limit':9}").status()).as("and back").isEqualTo(403);
  }

  @Test
  void whatBreaksARuleMayNotBreakItWithAnotherValue() {
    rule(
        """
        {'or':[{'property':'metadata_service_enabled','operator':'is_false'},
          {'property':'metadata_service_protocol','operator':'string_equals','value':'none'}]}""",
        "disallow");
    assertThat(set("old", "{'protocol':'https'}").status()).isEqualTo(403);
    assertThat(set("old", "{'response_hop_limit':2}").status()).isEqualTo(200);
  }

  @Test
  void noInventoryMovesAServerToAGroupThatIsLeftOut() {
    rule("{'property':'metadata_service_enabled','operator':'is_false'}", "disallow");
    for (String more : List.of("", ", metadata_service: {enabled: true}")) {
      assertThat(apply(", resource_group: \"%s\"%s".formatted(LAB, more), false))
          .isInstanceOfSatisfying(
              Application.Rejected.class,
              it ->
                  assertThat(it.problems().getFirst().message())
                      .contains("instances[1].resource_group", "stays there"));
    }
    assertThat(apply(", resource_group: \"%s\"".formatted(ACCOUNT), false))
        .as("where it is")
        .isInstanceOf(Application.Accepted.class);
    assertThat(set("new", "{'enabled':true}").status()).isEqualTo(403);
  }

  @Test
  void whatAnInventoryLeavesOutStaysInItsGroup() {
    rule("{'property':'metadata_service_enabled','operator':'is_false'}", "disallow");
    office.apply(
        """
        accounts:
          - name: acme
            id: %s
            vpcs: [{name: blue, subnets: [{name: a, ipv4_cidr_block: 10.0.0.0/24}]}]
            instances: [{name: lab}]
        """
            .formatted(ACCOUNT));
    assertThat(set("lab", "{'enabled':true}").status()).isEqualTo(200);
  }

  @Test
  void aRuleThatOnlyAuditsRefusesNothing() {
    rule("{'property':'metadata_service_enabled','operator':'is_false'}", "audit_log");
    assertThat(set("new", "{'enabled':true}").status()).isEqualTo(200);
    assertThat(send("GET", VIOLATIONS, "").at("/total_count")).isEqualTo("2");
  }

  @Test
  void aRuleBindsOnlyWhereItIsAttached() {
    String id = rule("{'property':'metadata_service_enabled','operator':'is_false'}", "disallow");
    String attachment =
        send("GET", RULES + "/" + id + "/attachments", "").at("/attachments/0/attachment_id");
    assertThat(send("DELETE", RULES + "/" + id + "/attachments/" + attachment, "").status())
        .isEqualTo(204);
    assertThat(set("new", "{'enabled':true}").status()).isEqualTo(200);
    assertThat(send("DELETE", RULES + "/" + id, "").status()).isEqualTo(204);
    assertThat(send("GET", RULES + "/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void aRuleIsChangedByWhoSawItLast() {
    String id = rule("{'property':'metadata_service_enabled','operator':'is_false'}", "disallow");
    Answer before = send("GET", RULES + "/" + id, "");
    String body =
        """
        {"name":"guard","target":{"service_name":"is.instance","resource_kind":"instance"},
         "required_config":{"property":"metadata_service_enabled","operator":"is_true"},
         "enforcement_actions":[{"action":"disallow"}]}""";
    String path = RULES + "/" + id + IN;
    assertThat(put(path, body, "1-stale").status()).isEqualTo(412);
    assertThat(put(path, body, before.etag()).status()).isEqualTo(200);
    assertThat(set("old", "{'enabled':false}").status()).isEqualTo(403);
  }

  private Answer put(String path, String body, String seen) {
    return office.send(office.operator, "PUT", path, body, "If-Match", seen);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          {'property':'colour','operator':'is_false'} | property
          {'property':'metadata_service_enabled','operator':'num_equals','value':'1'} | operator
          {'property':'metadata_service_response_hop_limit','operator':'num_equals','value':'one'} | value
          {'property':'metadata_service_enabled','operator':'is_false','value':'x'} | value
          {'and':[]} | required_config
          {'and':[{'and':[{'property':'zone','operator':'is_empty'}]}]} | required_config
          """)
  void whatIsNoRuleIsRefusedByTheMemberThatIsWrong(String required, String member) {
    assertNoRule("", "", required, member);
  }

  @Test
  void aRuleIsNoPlaceToStoreThings() {
    String one = "{'property':'zone','operator':'string_equals','value':'%s'}";
    String small = one.formatted("a");
    String many = "[" + (small + ",").repeat(32) + small + "]";
    assertNoRule("", "", one.formatted("a".repeat(2_049)), "value");
    assertNoRule("", "", "{'or':" + many + "}", "required_config");
    assertNoRule("", "", "{'and':[" + small + ",{'or':" + many + "}]}", "required_config");
    assertNoRule(
        "",
        "",
        "{'description':'%s',".formatted("a".repeat(257)) + small.substring(1),
        "required_config");
    assertNoRule("'labels':['%s'],".formatted("a".repeat(65)), "", small, "labels");
    assertNoRule("'labels':[" + "'a',".repeat(32) + "'a'],", "", small, "labels");
    String attributes = many.replace("'property'", "'name'");
    assertNoRule(
        "", ",'additional_target_attributes':" + attributes, small, "additional_target_attributes");
    String scope = "{'scope_id':'%s','scope_type':'account','note':'%s'}";
    String path = RULES + "/" + rule(small, "disallow") + "/attachments";
    String noted = scope.formatted(ACCOUNT, "a".repeat(257));
    assertThat(send("POST", path, attachment(noted, "")).at("/errors/0/target/name"))
        .isEqualTo("note");
    String plain = scope.formatted(ACCOUNT, "");
    assertThat(
            send("POST", path, attachment(plain, (plain + ",").repeat(20) + plain))
                .at("/errors/0/target/name"))
        .isEqualTo("excluded_scopes");
  }

  private static String attachment(String included, String excluded) {
    return "{'attachments':[{'included_scope':%s,'excluded_scopes':[%s]}]}"
        .formatted(included, excluded);
  }

  /// @param more members of the rule, each ending with a comma
  private void assertNoRule(String more, String target, String required, String member) {
    String body =
        """
        {'rules':[{'rule':{'account_id':'%s','name':'guard',%s
          'target':{'service_name':'is.instance','resource_kind':'instance'%s},'required_config':%s}}]}"""
            .formatted(ACCOUNT, more, target, required);
    Answer refused = send("POST", RULES, body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/errors/0/target/name")).isEqualTo(member);
    assertThat(send("GET", RULES, "").at("/total_count")).isEqualTo("0");
  }

  private static final String TARGET =
      "'target':{'service_name':'is.instance','resource_kind':'instance'}";
  private static final String OFF =
      "'required_config':{'property':'metadata_service_enabled','operator':'is_false'}";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          {} | rules
          {'rules':[]} | rules
          {'rules':[null]} | rules[]
          {'rules':[{}]} | rules[0].rule
          {'rules':[{'rule':{}}]} | rules[0].rule.name
          {'rules':[{'rule':{'name':'x'}}]} | rules[0].rule.target
          {'rules':[{'rule':{'name':'x',T}}]} | rules[0].rule.required_config
          {'rules':[{'rule':{T,R}}]} | rules[0].rule.name
          {'rules':[{'rule':{'name':'x',R,'target':{}}}]} | rules[0].rule.target.service_name
          {'rules':[{'rule':{'name':'x',T,R}},{}]} | rules[1].rule
          {'rules':[{'rule':{'name':'x',T,R,'enforcement_actions':[{}]}}]} | rules[0].rule.enforcement_actions[0].action
          {'rules':[{'rule':{'name':'x',R,'target':{'service_name':'is.instance','resource_kind':'instance','additional_target_attributes':[{}]}}}]} | rules[0].rule.target.additional_target_attributes[0].name
          {'rules':[{'rule':{'name':'x',T,'required_config':{'or':[{}]}}}]} | property
          """)
  void whatARuleLacksIsAskedForByItsPath(String body, String member) {
    Answer refused =
        send(
            "POST",
            RULES,
            body.replace(",T", "," + TARGET).replace("{T", "{" + TARGET).replace(",R", "," + OFF));
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    assertThat(refused.at("/errors/0/target/name")).isEqualTo(member);
    assertThat(office.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          {'attachments':[]} | attachments
          {'attachments':[{}]} | attachments[0].included_scope
          {'attachments':[{'included_scope':{}}]} | attachments[0].included_scope.scope_id
          """)
  void whatAnAttachmentLacksIsAskedForByItsPath(String body, String member) {
    String id = rule("{'property':'metadata_service_enabled','operator':'is_false'}", "disallow");
    Answer refused = send("POST", RULES + "/" + id + "/attachments", body);
    assertThat(refused.status()).as(refused.text()).isEqualTo(400);
    assertThat(refused.at("/errors/0/target/name")).isEqualTo(member);
    assertThat(office.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "'2'"})
  void aNumberIsANumberAlsoWithoutQuotes(String value) {
    String id =
        rule(
            "{'property':'metadata_service_response_hop_limit','operator':'num_less_than_equals','value':"
                + value
                + "}",
            "disallow");
    assertThat(send("GET", RULES + "/" + id, "").at("/required_config/value")).isEqualTo("2");
    assertThat(set("new", "{'response_hop_limit':3}").status()).isEqualTo(403);
    String flag = OFF.replace("'is_false'", "'is_false','value':true");
    Answer refused =
        send("POST", RULES, "{'rules':[{'rule':{'name':'x'," + TARGET + "," + flag + "}}]}");
    assertThat(refused.at("/errors/0/message")).contains("value", "give a text");
  }

  @Test
  void noTwoRulesHaveOneName() {
    String body = "{" + "'name':'%s'," + TARGET + "," + OFF + "}";
    String two = "{'rules':[{'rule':" + body + "},{'rule':" + body + "}]}";
    assertThat(send("POST", RULES, two.formatted("same", "same")).status()).isEqualTo(409);
    Answer made = send("POST", RULES, two.formatted("one", "two"));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    Answer again = send("POST", RULES, two.formatted("three", "one"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.at("/errors/0/message")).contains("Another rule is named one");
    String path = RULES + "/" + made.at("/rules/0/rule/rule_id") + IN;
    assertThat(put(path, body.formatted("two").replace('\'', '"'), "*").status()).isEqualTo(409);
    assertThat(put(path, body.formatted("one").replace('\'', '"'), "*").status()).isEqualTo(200);
    assertThat(office.faults()).isEmpty();
  }
}
