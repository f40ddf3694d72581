package io.sekisho.access;

import io.sekisho.access.Deeds.Deed;
import io.sekisho.audit.Action;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kept;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.DynamicRule;
import io.sekisho.iam.Cap;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.Stamps;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.trust.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules by which federated users are members of a group for some hours after they log in.
public final class GroupRules {
  /// A limit of ours.
  private static final int MOST_CONDITIONS = 20;

  private static final int MAX_NAME = 300;
  private static final int MAX_VALUE = 4_096;

  private final AccessGroups groups;
  private final Deeds deeds;

  public GroupRules(AccessGroups groups, Deeds deeds) {
    this.groups = groups;
    this.deeds = deeds;
  }

  /// A rule of a group.
  public record Held(AccessGroup group, Kept<DynamicRule> rule) {
    static Held of(AccessGroup group, DynamicRule rule) {
      return new Held(group, Kept.part(rule));
    }
  }

  /// What somebody says of a rule.
  public record Said(
      Optional<String> name, String realm, int expirationHours, List<Condition> conditions) {
    public Said {
      conditions = List.copyOf(conditions);
    }
  }

  public Outcome<Held> add(String group, Said said, Initiator by) {
    String id = "ClaimRule-" + deeds.id();
    Stamps now = deeds.stamps(by);
    Deed deed = new Deed(Action.GROUP_RULE_CREATE, id, by);
    return deeds.told(
        deed,
        sound(said)
            .then(
                _ ->
                    groups.change(
                        group,
                        deed,
                        (turn, was) -> {
                          if (was.rules().size() >= Cap.GROUP_RULES.most()) {
                            return Outcome.refuse(Turn.full(Cap.GROUP_RULES));
                          }
                          DynamicRule rule = rule(id, said, now);
                          List<DynamicRule> all = new ArrayList<>(was.rules());
                          all.add(rule);
                          AccessGroup with = replaced(was, all);
                          turn.put(with);
                          return Outcome.of(Held.of(with, rule));
                        })));
  }

  public Outcome<Held> replace(String group, String id, String version, Said said, Initiator by) {
    Deed deed = new Deed(Action.GROUP_RULE_UPDATE, id, by);
    return deeds.told(
        deed,
        sound(said)
            .then(
                _ ->
                    groups.change(
                        group,
                        deed,
                        (turn, was) ->
                            find(was, id)
                                .then(held -> held.rule.matching(version, Deeds.STALE))
                                .map(
                                    held -> {
                                      Stamps stamps = deeds.stamps(held.value().stamps(), by);
                                      DynamicRule rule = rule(id, said, stamps);
                                      List<DynamicRule> all =
                                          was.rules().stream()
                                              .map(it -> it.id().equals(id) ? rule : it)
                                              .toList();
                                      AccessGroup with = replaced(was, all);
                                      turn.put(with);
                                      return Held.of(with, rule);
                                    }))));
  }

  public Outcome<Held> remove(String group, String id, Initiator by) {
    Deed deed = new Deed(Action.GROUP_RULE_DELETE, id, by);
    return deeds.told(
        deed,
        groups.change(
            group,
            deed,
            (turn, was) ->
                find(was, id)
                    .map(
                        held -> {
                          turn.put(
                              replaced(
                                  was,
                                  was.rules().stream().filter(it -> !it.id().equals(id)).toList()));
                          return held;
                        })));
  }

  public Outcome<Held> get(String group, String id, Initiator by) {
    return groups.get(group, by).then(held -> find(held.value(), id));
  }

  private static Outcome<Held> find(AccessGroup group, String id) {
    return group.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .map(rule -> Outcome.of(Held.of(group, rule)))
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(Code.NOT_FOUND, "The group has no rule " + id + ".")
                        .parameter("rule_id")));
  }

  private static DynamicRule rule(String id, Said said, Stamps stamps) {
    return new DynamicRule(
        id, said.name.orElse(""), said.realm, said.expirationHours, said.conditions, stamps);
  }

  private static Outcome<Said> sound(Said said) {
    if (said.expirationHours < 1 || said.expirationHours > DynamicRule.MAX_HOURS) {
      return refuse("expiration", "Give expiration in hours, 1 to " + DynamicRule.MAX_HOURS + ".");
    }
    if (said.realm.isBlank()) {
      return refuse("realm_name", "Name the identity provider that users have to come from.");
    }
    if (said.conditions.isEmpty() || said.conditions.size() > MOST_CONDITIONS) {
      return refuse("conditions", "Give 1 to " + MOST_CONDITIONS + " conditions.");
    }
    if (!said.conditions.stream().allMatch(GroupRules::usable)) {
      return refuse(
          "conditions.value",
          "Give claim, and value as a text or as JSON: a text in quotes, or for IN an array of such"
              + " texts.");
    }
    if (said.name.orElse("").length() > MAX_NAME || said.realm.length() > MAX_NAME) {
      return refuse("name", "A name has at most " + MAX_NAME + " characters.");
    }
    return Outcome.of(said);
  }

  private static boolean usable(Condition condition) {
    return !condition.claim().isBlank()
        && condition.claim().length() <= MAX_NAME
        && condition.value().length() <= MAX_VALUE
        && Conditions.usable(condition);
  }

  private static <T> Outcome<T> refuse(String field, String message) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).field(field));
  }

  private static AccessGroup replaced(AccessGroup group, List<DynamicRule> rules) {
    return new AccessGroup(
        group.id(),
        group.account(),
        group.name(),
        group.description(),
        group.members(),
        rules,
        group.stamps());
  }
}
