package io.sekisho.permission;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.State;
import io.sekisho.permission.Question.Identity;
import io.sekisho.permission.Question.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Accounts at random, of few words, so that policies and questions meet often.
final class Worlds {
  private static final List<String> NAMES = List.of("web", "bob", "sue");
  private static final List<String> GROUPS = List.of("ops", "dev");
  private static final List<String> SCOPES =
      List.of(
          "serviceName=is",
          "serviceName=is",
          "serviceName=iam-identity",
          "serviceType=service",
          "serviceType=platform_service",
          "service_group_id=IAM",
          "resourceGroupId=a");
  private static final List<String> NARROWER =
      List.of(
          "instanceId=a",
          "instanceId=b",
          "instanceId~a*",
          "instanceId~?",
          "instanceId=[a,c]",
          "instanceId~[b*,c]",
          "vpcId?true",
          "vpcId?false",
          "vpcId=a",
          "resourceGroupId=a",
          "region~*a");
  private static final List<String> RULES =
      List.of(
          "all-day day_of_week dayOfWeekAnyOf 1 2 3",
          "custom-hours and(day_of_week dayOfWeekAnyOf 1 2 3 4; current_time timeLessThan"
              + " 12:00:00+02:00)",
          "custom-hours or(current_time timeGreaterThanOrEquals 18:00:00+00:00; current_time"
              + " timeLessThan 06:00:00+00:00)",
          "resource or(resource.region stringEquals a; and(resource.vpcId stringExists true;"
              + " resource.instanceId stringMatch a*))");
  private static final List<String> ROLES =
      List.of("Viewer", "Operator", "Editor", "Administrator", "Reader", "custom/Gone", "Nonsense");
  private static final List<String> VALUES = List.of("a", "b", "c", "aa", "");

  private final Random random;

  Worlds(long seed) {
    this.random = new Random(seed);
  }

  List<Policy> policies(int count) {
    List<Policy> policies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      State state = random.nextInt(10) == 0 ? State.DELETED : State.ACTIVE;
      policies.add(policy("p" + i, Notation.OWN, state));
    }
    return policies;
  }

  Policy policy(String id, AccountId account, State state) {
    String scope = any(SCOPES);
    Set<String> resource = new HashSet<>();
    resource.add(scope);
    if (random.nextBoolean()) {
      String narrower = any(NARROWER);
      if (!scope.startsWith("resourceGroupId") || !narrower.startsWith("resourceGroupId")) {
        resource.add(narrower);
      }
    }
    return Notation.policy(
        id,
        account,
        state,
        (random.nextInt(3) == 0 ? "@" + any(GROUPS) : any(NAMES))
            + " may "
            + any(ROLES)
            + " "
            + any(ROLES)
            + " on "
            + String.join(" ", resource)
            + (random.nextInt(4) == 0 ? " tags env=dev" : "")
            + (random.nextInt(4) == 0 ? " when " + any(RULES) : ""));
  }

  List<AccessGroup> groups() {
    List<AccessGroup> groups = new ArrayList<>();
    for (String group : GROUPS) {
      String members = random.nextBoolean() ? " " + any(NAMES) : "";
      groups.add(Notation.accessGroup(Notation.OWN, group + members));
    }
    return groups;
  }

  Question question() {
    boolean vpc = random.nextBoolean();
    Map<String, String> attributes = new HashMap<>();
    attributes.put("accountId", (random.nextInt(12) == 0 ? Notation.OTHER : Notation.OWN).value());
    attributes.put("serviceName", vpc ? "is" : any(List.of("iam-identity", "sekisho")));
    for (String key : List.of("instanceId", "vpcId", "region", "resourceGroupId")) {
      if (random.nextBoolean()) {
        attributes.put(key, any(VALUES));
      }
    }
    List<String> actions =
        vpc
            ? List.of("is.instance.instance.read", "is.instance.instance.delete", "iam.policy.read")
            : List.of("iam-identity.profile.get", "sekisho.status.read", "iam.policy.create");
    AccountId account = random.nextInt(12) == 0 ? Notation.OTHER : Notation.OWN;
    Set<String> session =
        random.nextInt(4) == 0 ? Set.of(Notation.group(any(GROUPS))) : Set.<String>of();
    return new Question(
        new Identity(Notation.identity(any(NAMES)), account, session),
        any(actions),
        new Resource(attributes, random.nextBoolean() ? Set.of("env:dev") : Set.of()),
        Instant.parse("2026-11-23T00:00:00Z").plusSeconds(random.nextInt(7 * 24 * 3600)));
  }

  String condition() {
    return any(NARROWER);
  }

  String rule() {
    return any(RULES);
  }

  int index(int size) {
    return random.nextInt(size);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
