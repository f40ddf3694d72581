package io.sekisho.token;

import static io.sekisho.token.Town.ACME;
import static io.sekisho.token.Town.PROFILE;
import static io.sekisho.token.Town.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.access.Directory;
import io.sekisho.access.Inquiry;
import io.sekisho.access.Permissions;
import io.sekisho.access.Uses;
import io.sekisho.assertion.Idp;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.explanation.AccessExplanation;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.DynamicRule;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.iam.Joined;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Stamps;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.vpc.Changed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// People whom a rule of an access group makes members when they log in with a signed assertion:
/// what the group may do they may, for as long as all of it is true.
class JoinedTest {
  private static final String READ = "is.vpc.vpc.read";
  private static final Stamps THEN = Stamps.created(Town.START, "test");
  private static final AccessGroup GROUP = group(ACME, 1, rule(1, 2, "ops"));

  @TempDir Path folder;
  private Town town;
  private Permissions permissions;

  @BeforeEach
  void open() {
    town = new Town(folder);
    permissions = new Permissions(new Directory(town.ledger), new Uses(), town::now);
    town.put(policy(GROUP));
    town.put(GROUP);
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void mayWhatTheGroupMayForItsHours() {
    Issued issued = town.federated();
    assertThat(may(issued)).isTrue();
    for (int minutes : new int[] {59, 60}) {
      assertThat(may(issued)).isTrue();
      town.pass(Duration.ofMinutes(minutes));
      issued = refreshed(issued);
    }
    town.pass(Duration.ofSeconds(59));
    assertThat(may(issued)).isTrue();
    town.pass(Duration.ofSeconds(1));
    assertThat(town.counts(issued)).isFalse(); // of the session's own rule
    assertThat(may(town.federated())).isTrue();
  }

  @Test
  void areMembersNoLongerThanTheRuleSays() {
    town.put(group(ACME, 1, rule(1, 1, "ops")));
    Issued issued = town.federated();
    town.pass(Duration.ofMinutes(59));
    assertThat(may(issued)).isTrue();
    issued = refreshed(issued);
    town.pass(Duration.ofMinutes(1));
    assertThat(town.counts(issued)).isTrue();
    assertThat(may(issued)).isFalse();
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of("the rule", (Step) town -> town.put(group(ACME, 1))),
        Arguments.of("the group", (Step) town -> town.delete(GROUP)),
        Arguments.of("the policy", (Step) town -> town.delete(policy(GROUP))),
        Arguments.of("what it asked", (Step) town -> town.put(group(ACME, 1, rule(1, 2, "staff")))),
        Arguments.of(
            "its provider",
            (Step) town -> town.put(group(ACME, 1, Changed.with(rule(1, 2, "ops"), "realm", "x")))),
        Arguments.of(
            "the rule, for one that says the same",
            (Step) town -> town.put(group(ACME, 1, rule(2, 2, "ops")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void areMembersNoLongerThanThereIs(String what, Step removal) {
    Issued issued = town.federated();
    assertThat(may(issued)).isTrue();
    removal.in(town);
    assertThat(may(issued)).as(what).isFalse();
    assertThat(town.counts(issued)).isTrue();
    assertThat(may(refreshed(issued))).isFalse();
  }

  @Test
  void areJudgedWhenTheyLogIn() {
    town.put(group(ACME, 1, rule(1, 2, "guests")));
    Issued before = town.federated();
    assertThat(may(before)).isFalse();
    town.put(GROUP);
    assertThat(may(before)).isFalse();
    assertThat(may(town.federated())).isTrue();
  }

  @Test
  void areOfTheRulesProvider() {
    town.put(group(ACME, 1, Changed.with(rule(1, 2, "ops"), "realm", Idp.REALM + "-saml")));
    assertThat(may(town.federated())).isFalse();
    String text = town.idp.signed(Idp.assertion(town.now(), Town.ENDPOINT));
    Issued saml =
        town.get("grant_type", Tokens.SAML, "assertion", Idp.encoded(text), "profile_id", PROFILE);
    assertThat(may(saml)).isTrue();
  }

  @Test
  void areOnlyThoseWhoLoggedInSo() {
    Issued joined = town.federated();
    Issued assumed = town.assumed(town.byApiKey("user-secret").token().value());
    assertThat(assumed.holder().iamId()).isEqualTo(joined.holder().iamId());
    assertThat(may(assumed)).isFalse();
    assertThat(may(town.ofCompute())).isFalse();
    assertThat(may(town.assumed(joined.token().value()))).as("another profile's").isFalse();
  }

  @Test
  void countForNothingElsewhere() {
    town.put(group(Town.OTHER, 2, rule(3, 2, "ops")));
    Initiator by = granted(town.show(town.federated().token().value()));
    assertThat(by.joined().map(Joined::rules).orElseThrow()).hasSize(1);
    assertThat(permissions.refusal(by, READ, Map.of("accountId", Town.OTHER.value()))).isPresent();
  }

  @Test
  void haveATokenThatFitsHoweverManyRulesTheyMeet() {
    for (int i = 10; i < 20; i++) {
      int first = i * 20;
      DynamicRule[] rules =
          Stream.iterate(first, it -> it + 1)
              .limit(20)
              .map(it -> rule(it, 2, "ops"))
              .toArray(DynamicRule[]::new);
      town.put(group(ACME, i, rules));
    }
    Issued issued = town.federated();
    assertThat(issued.holder().basis().joined().orElseThrow().rules()).hasSize(Joined.MOST);
    assertThat(issued.token().value()).hasSizeLessThan(8_000);
    assertThat(town.counts(issued)).isTrue();
  }

  @Test
  void areToldByWhichGroupAndRule() {
    Initiator by = granted(town.show(town.federated().token().value()));
    AccessExplanation told = ask(by, "me");
    assertThat(told.allowed()).isTrue();
    assertThat(told.grantedBy().orElseThrow().accessGroupName()).contains("group 1");
    assertThat(told.reason())
        .contains(GROUP.id(), GROUP.rules().getFirst().id(), "until 2026-11-26T14:00:00Z");
    Initiator other = new Initiator("first", "trace");
    assertThat(ask(other, PROFILE).allowed()).as("of others it is not known").isFalse();
  }

  /// Something that is changed.
  interface Step {
    void in(Town town);
  }

  private AccessExplanation ask(Initiator by, String who) {
    Controller control = new Controller(town.ledger, IdSource.random(), town::now, _ -> {});
    Inquiry inquiry = new Inquiry(town.ledger, control, permissions);
    return granted(
        inquiry.ask(
            new AccessExplanation.Question(who, READ, List.of(), Optional.of(ACME.value())), by));
  }

  private boolean may(Issued issued) {
    Initiator by = granted(town.show(issued.token().value()));
    return permissions.refusal(by, READ, Map.of()).isEmpty();
  }

  private Issued refreshed(Issued issued) {
    return town.get(
        "grant_type", Tokens.REFRESH, "refresh_token", issued.refreshToken().orElseThrow());
  }

  private static DynamicRule rule(int id, int hours, String group) {
    List<Condition> asked = List.of(new Condition("groups", Operator.CONTAINS, group));
    return new DynamicRule("ClaimRule-" + new UUID(0, id), "rule", Idp.REALM, hours, asked, THEN);
  }

  private static AccessGroup group(AccountId account, int id, DynamicRule... rules) {
    return new AccessGroup(
        "AccessGroupId-" + new UUID(1, id),
        account,
        "group " + id,
        "",
        List.of(),
        List.of(rules),
        THEN);
  }

  private static Policy policy(AccessGroup group) {
    return new Policy(
        new UUID(2, 1).toString(),
        group.account(),
        new Terms(
            Policy.Type.ACCESS,
            Policy.Version.V2,
            List.of(equal("access_group_id", group.id())),
            List.of(equal("accountId", group.account().value()), equal("serviceName", "is")),
            List.of(),
            List.of("crn:v1:bluemix:public:iam::::role:Viewer"),
            Optional.empty(),
            ""),
        Policy.State.ACTIVE,
        THEN);
  }

  private static Policy.Condition equal(String key, String value) {
    return new Policy.Condition(key, Policy.Operator.STRING_EQUALS, List.of(value));
  }
}
