package io.sekisho.accessapi;

import static io.sekisho.accessapi.Answers.JSON;
import static io.sekisho.accessapi.GroupRoutes.GROUP;
import static io.sekisho.accessapi.GroupRoutes.TYPE;

import io.sekisho.access.AccessGroups;
import io.sekisho.access.GroupRules;
import io.sekisho.access.GroupRules.Held;
import io.sekisho.access.GroupRules.Said;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.DynamicRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The rules of access groups.
final class GroupRuleRoutes {
  private static final String RULES = GROUP + "/rules";
  private static final String RULE = RULES + "/{rule_id}";

  private final AccessGroups groups;
  private final GroupRules rules;

  GroupRuleRoutes(AccessGroups groups, GroupRules rules) {
    this.groups = groups;
    this.rules = rules;
  }

  List<Route> table() {
    return List.of(
        route("POST", RULES, "create", this::add)
            .taking(JSON, RuleChange.class)
            .answering(201, RuleBody.class),
        route("GET", RULES, "list", this::list).answering(200, RuleList.class),
        route("GET", RULE, "read", this::get).answering(200, RuleBody.class),
        route("PUT", RULE, "update", this::replace)
            .taking(JSON, RuleChange.class)
            .versioned()
            .answering(200, RuleBody.class),
        route("DELETE", RULE, "delete", this::remove).silent());
  }

  private static Route route(String method, String path, String verb, Route.Operation operation) {
    return GroupRoutes.route(method, path, "rules." + verb, operation).about(TYPE);
  }

  /// What is said of a rule.
  record RuleChange(
      Optional<String> name, int expiration, String realmName, List<Comparison> conditions) {
    Outcome<Said> said() {
      List<Condition> all = new ArrayList<>();
      for (Comparison each : conditions) {
        Optional<Operator> operator =
            Arrays.stream(Operator.values())
                .filter(it -> each.operator.filter(it.name()::equals).isPresent())
                .findFirst();
        if (operator.isEmpty() || each.claim.isEmpty() || each.value.isEmpty()) {
          return Outcome.refuse(
              Problem.of(
                      Code.INVALID_VALUE,
                      "Give claim, operator and value of every condition; operators are "
                          + Arrays.toString(Operator.values())
                          + ".")
                  .field("conditions"));
        }
        all.add(new Condition(each.claim.get(), operator.get(), each.value.get()));
      }
      return Outcome.of(new Said(name, realmName, expiration, all));
    }
  }

  /// A condition as it was sent.
  record Comparison(Optional<String> claim, Optional<String> operator, Optional<String> value) {}

  /// A rule as IBM shows one.
  record RuleBody(
      String id,
      String name,
      int expiration,
      String realmName,
      String accessGroupId,
      String accountId,
      List<Condition> conditions,
      String createdAt,
      String createdById,
      String lastModifiedAt,
      String lastModifiedById) {
    static RuleBody of(AccessGroup group, DynamicRule it) {
      return new RuleBody(
          it.id(),
          it.name(),
          it.expirationHours(),
          it.realm(),
          group.id(),
          group.account().value(),
          it.conditions(),
          Answers.time(it.stamps().created().at()),
          it.stamps().created().by(),
          Answers.time(it.stamps().modified().at()),
          it.stamps().modified().by());
    }
  }

  /// All of a group.
  record RuleList(List<RuleBody> rules) {}

  private Outcome<Reply> add(Call call) {
    return said(call)
        .then(said -> rules.add(call.resource(), said, call.by()))
        .map(held -> shown(201, held));
  }

  private Outcome<Reply> replace(Call call) {
    return said(call)
        .then(
            said ->
                call.version()
                    .then(
                        version ->
                            rules.replace(
                                call.resource(), call.second(), version, said, call.by())))
        .map(held -> shown(200, held));
  }

  private Outcome<Reply> list(Call call) {
    return groups
        .get(call.resource(), call.by())
        .map(
            held ->
                held.value().rules().stream().map(rule -> RuleBody.of(held.value(), rule)).toList())
        .map(all -> Reply.json(200, new RuleList(all)));
  }

  private Outcome<Reply> get(Call call) {
    return rules.get(call.resource(), call.second(), call.by()).map(held -> shown(200, held));
  }

  private Outcome<Reply> remove(Call call) {
    return rules.remove(call.resource(), call.second(), call.by()).map(_ -> Reply.noContent());
  }

  private static Outcome<Said> said(Call call) {
    return Documents.read(call.body(), RuleChange.class, "expiration", "realm_name", "conditions")
        .then(RuleChange::said);
  }

  private static Reply shown(int status, Held held) {
    return Reply.json(status, RuleBody.of(held.group(), held.rule().value()))
        .with("ETag", held.rule().tag());
  }
}
