package io.sekisho.access;

import io.sekisho.access.Deeds.Deed;
import io.sekisho.audit.Action;
import io.sekisho.control.Initiator;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.DynamicRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.Stamp;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules by which federated users are members of a group for some hours after they log in.
public final class GroupRules {
  /// Limits of ours: of rules in a group, and of conditions in a rule.
  private static final int MOST_RULES = 20;

  private static final int MOST_CONDITIONS = 20;

  private final AccessGroups groups;
  private final Deeds deeds;

  public GroupRules(AccessGroups groups, Deeds deeds) {
    this.groups = groups;
    this.deeds = deeds;
  }

  /// A rule of a group.
  ///
  /// @param tag its entity tag
  public record Held(AccessGroup group, DynamicRule rule, String tag) {
    static Held of(AccessGroup group, DynamicRule rule) {
      return new Held(group, rule, EntityTag.of(rule));
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
    Stamp now = deeds.stamp(by);
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
                          if (was.rules().size() >= MOST_RULES) {
                            return refuse("rules", "A group has at most " + MOST_RULES + " rules.");
                          }
                          DynamicRule rule = rule(id, said, now, now);
                          List<DynamicRule> all = new ArrayList<>(was.rules());
                          all.add(rule);
                          AccessGroup with = replaced(was, all);
                          turn.put(with);
                          return Outcome.of(Held.of(with, rule));
                        })));
  }

  public Outcome<Held> replace(
      String group, String id, Optional<String> ifMatch, Said said, Initiator by) {
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
                                .then(held -> met(held, ifMatch))
                                .map(
                                    held -> {
                                      Stamp created = held.rule.created();
                                      DynamicRule rule = rule(id, said, created, deeds.stamp(by));
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
    return groups.get(group, by).then(held -> find(held.group(), id));
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

  private static Outcome<Held> met(Held held, Optional<String> ifMatch) {
    Optional<Problem> unmet = EntityTag.unmet(ifMatch, held.tag);
    return unmet.<Outcome<Held>>map(Outcome::refuse).orElseGet(() -> Outcome.of(held));
  }

  private static DynamicRule rule(String id, Said said, Stamp created, Stamp modified) {
    return new DynamicRule(
        id,
        said.name.orElse(""),
        said.realm,
        said.expirationHours,
        said.conditions,
        created,
        modified);
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
    return Outcome.of(said);
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
        group.created(),
        group.modified());
  }
}
