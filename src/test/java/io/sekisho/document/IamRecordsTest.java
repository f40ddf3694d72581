package io.sekisho.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.DynamicRule;
import io.sekisho.iam.AccessGroup.Member;
import io.sekisho.iam.AccessGroup.MemberType;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Clause;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Join;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.Policy.Pattern;
import io.sekisho.iam.Policy.Rule;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Role;
import io.sekisho.iam.Stamps;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Policies, roles and groups survive being written and read.
class IamRecordsTest {
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  private static final Stamps STAMPS =
      Stamps.created(Instant.parse("2026-03-01T08:15:30Z"), "IBMid-550000HFVV");
  private static final String GROUP = "AccessGroupId-9fd84264-7de4-4627-94c4-8ecde51d5ac5";

  private final RecordReader reader = new RecordReader(Map.of(AccountId.class, AccountId::new));

  static Stream<Record> records() {
    return Stream.of(policy(Optional.of(rule())), policy(Optional.empty()), role(), group());
  }

  @ParameterizedTest
  @MethodSource("records")
  void areReadAsTheyWereWritten(Record written) {
    assertThat(reader.read(written.getClass(), Codec.write(written))).isEqualTo(written);
  }

  private static Policy policy(Optional<Rule> rule) {
    Terms terms =
        new Terms(
            Policy.Type.ACCESS,
            Policy.Version.V2,
            List.of(new Condition("access_group_id", Operator.STRING_EQUALS, List.of(GROUP))),
            List.of(
                new Condition("accountId", Operator.STRING_EQUALS, List.of(ACCOUNT.value())),
                new Condition("serviceName", Operator.STRING_EQUALS, List.of("is")),
                new Condition("instanceId", Operator.STRING_MATCH_ANY_OF, List.of("a*", "b"))),
            List.of(new Condition("env", Operator.STRING_EQUALS, List.of("dev"))),
            List.of("crn:v1:bluemix:public:iam::::role:Viewer"),
            rule,
            "for the \"night\" shift");
    return new Policy(
        "6a5b0f5e-7de4-4627-94c4-8ecde51d5ac5", ACCOUNT, terms, Policy.State.ACTIVE, STAMPS);
  }

  private static Rule rule() {
    Condition day =
        new Condition(
            "{{environment.attributes.day_of_week}}",
            Operator.DAY_OF_WEEK_ANY_OF,
            List.of("1+00:00", "2+00:00"));
    return new Rule(
        Pattern.WEEKLY_ALL_DAY,
        Join.OR,
        List.of(new Clause(Join.SINGLE, List.of(day)), new Clause(Join.AND, List.of(day, day))));
  }

  private static Role role() {
    return new Role("1f", ACCOUNT, "Starter", "Starts", "is", "", List.of("is.a.b.c"), STAMPS);
  }

  private static AccessGroup group() {
    DynamicRule rule =
        new DynamicRule(
            "ClaimRule-1",
            "managers",
            "https://idp.example.org/SAML2",
            12,
            List.of(new ClaimRule.Condition("isManager", ClaimRule.Operator.EQUALS, "\"true\"")),
            STAMPS);
    return new AccessGroup(
        GROUP,
        ACCOUNT,
        "ops",
        "",
        List.of(new Member("iam-Profile-1", MemberType.PROFILE, STAMPS.created())),
        List.of(rule),
        STAMPS);
  }
}
