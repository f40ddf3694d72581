package io.sekisho.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.Member;
import io.sekisho.iam.AccessGroup.MemberType;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Clause;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Join;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.Policy.Pattern;
import io.sekisho.iam.Policy.Rule;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Stamps;
import io.sekisho.permission.Access;
import io.sekisho.permission.Question;
import io.sekisho.permission.Question.Identity;
import io.sekisho.permission.Question.Resource;
import io.sekisho.permission.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One decision in an account with a thousand policies, asked of 1,024 questions in turn.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessBenchmark {
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  private static final Stamps STAMPS =
      Stamps.created(Instant.parse("2026-03-01T08:15:30Z"), "IBMid-1");
  private static final Instant AT = Instant.parse("2026-11-26T10:00:00Z");
  private static final int POLICIES = 1_000;
  private static final int QUESTIONS = 1_024;

  /// `mixed`: 150 identities in 20 groups, with policies of all kinds, every second question denied.
  /// `crowd`: all thousand are of one identity, each for another instance. `patterns`: all thousand
  /// are of one identity, each with another pattern, so that no index helps: the worst there is.
  @Param({"mixed", "crowd", "patterns"})
  public String account;

  private Access access;
  private final Question[] questions = new Question[QUESTIONS];
  private int next;

  @Setup
  public void arrange() {
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < POLICIES; i++) {
      policies.add(policy(i));
    }
    List<AccessGroup> groups = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      groups.add(group(i));
    }
    access = Access.of(ACCOUNT, policies, groups, List.of());
    int allowed = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      questions[i] = question(i);
      allowed += access.decide(questions[i]).isAllowed() ? 1 : 0;
    }
    System.out.println("# " + allowed + " of " + QUESTIONS + " questions are allowed");
  }

  @Benchmark
  public Verdict decide() {
    return access.decide(questions[next++ & (QUESTIONS - 1)]);
  }

  private Policy policy(int i) {
    List<Condition> resource = new ArrayList<>();
    resource.add(same("accountId", ACCOUNT.value()));
    List<Condition> tags = List.of();
    Optional<Rule> rule = Optional.empty();
    String role = "Editor";
    Condition subject = same("iam_id", identity(account.equals("mixed") ? i % 150 : 0));
    if (account.equals("patterns")) {
      resource.add(same("serviceName", "is"));
      resource.add(new Condition("instanceId", Operator.STRING_MATCH, List.of("*-" + i + "-?")));
    } else if (account.equals("crowd") || i % 5 < 2) {
      resource.add(same("serviceName", "is"));
      resource.add(same("instanceId", "0717_instance-" + i));
    } else if (i % 5 == 2) {
      resource.add(same("serviceName", "iam-identity"));
      role = "Operator";
      rule = Optional.of(officeHours());
    } else if (i % 5 == 3) {
      subject = same("access_group_id", groupId(i % 20));
      resource.add(same("serviceName", "is"));
      resource.add(same("vpcId", "vpc-" + i % 40));
      role = "Viewer";
    } else {
      resource.add(same("serviceType", "service"));
      tags = List.of(same("env", "env-" + i % 10));
    }
    Terms terms =
        new Terms(
            Policy.Type.ACCESS,
            Policy.Version.V2,
            List.of(subject),
            resource,
            tags,
            List.of("crn:v1:bluemix:public:iam::::role:" + role),
            rule,
            "");
    return new Policy(
        new UUID(0, i).toString(), ACCOUNT, terms, Policy.State.ACTIVE, STAMPS);
  }

  private Question question(int i) {
    Identity identity = new Identity(identity(account.equals("mixed") ? i % 150 : 0), ACCOUNT);
    boolean vpc = !account.equals("mixed") || i % 3 > 0;
    String id = account.equals("patterns") ? "0717-" + i + "-a" : "0717_instance-" + i;
    Map<String, String> attributes =
        vpc
            ? Map.of(
                "accountId", ACCOUNT.value(),
                "serviceName", "is",
                "region", "us-south",
                "resourceGroupId", "6edefe513d934fdd872e78ee6a8e73ef",
                "vpcId", "vpc-" + i % 80,
                "instanceId", id)
            : Map.of(
                "accountId", ACCOUNT.value(),
                "serviceName", "iam-identity",
                "resourceType", "profile",
                "resource", "Profile-" + i);
    String action = vpc ? "is.instance.instance.read" : "iam-identity.profile.update";
    return new Question(
        identity, action, new Resource(attributes, Set.of("env:env-" + i % 10)), AT);
  }

  private static AccessGroup group(int i) {
    List<Member> members = new ArrayList<>();
    for (int member = i; member < 150; member += 10) {
      members.add(new Member(identity(member), MemberType.PROFILE, STAMPS.created()));
    }
    return new AccessGroup(groupId(i), ACCOUNT, "g" + i, "", members, List.of(), STAMPS);
  }

  private static Rule officeHours() {
    String time = "{{environment.attributes.current_time}}";
    Condition from = new Condition(time, Operator.TIME_GREATER_THAN_OR_EQUALS, List.of("09:00:00Z"));
    Condition to = new Condition(time, Operator.TIME_LESS_THAN, List.of("17:00:00Z"));
    return new Rule(
        Pattern.WEEKLY_CUSTOM_HOURS, Join.SINGLE, List.of(new Clause(Join.AND, List.of(from, to))));
  }

  private static Condition same(String key, String value) {
    return new Condition(key, Operator.STRING_EQUALS, List.of(value));
  }

  private static String identity(int i) {
    return "iam-Profile-" + UUID.nameUUIDFromBytes(("identity " + i).getBytes(UTF_8));
  }

  private static String groupId(int i) {
    return "AccessGroupId-" + UUID.nameUUIDFromBytes(("group " + i).getBytes(UTF_8));
  }
}
