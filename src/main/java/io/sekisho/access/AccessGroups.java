package io.sekisho.access;

import io.sekisho.access.Deeds.Deed;
import io.sekisho.audit.Action;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Reach;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Stamps;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Optional;

/// Makes, changes and deletes access groups; who is in them is up to [Members] and [GroupRules].
public final class AccessGroups {
  /// IBM's limits.
  private static final int MOST_NAME = 100;

  private static final int MOST_DESCRIPTION = 250;

  private final Ledger ledger;
  private final Reach reach;
  private final Deeds deeds;

  public AccessGroups(Ledger ledger, Reach reach, Deeds deeds) {
    this.ledger = ledger;
    this.reach = reach;
    this.deeds = deeds;
  }

  public Outcome<Kept<AccessGroup>> create(
      AccountId account, String name, String description, Initiator by) {
    String id = "AccessGroupId-" + deeds.id();
    AccessGroup group =
        new AccessGroup(id, account, name, description, List.of(), List.of(), deeds.stamps(by));
    Deed deed = new Deed(Action.GROUP_CREATE, id, by);
    return deeds.told(deed, sound(group).then(_ -> deeds.write(deed, turn -> put(turn, group))));
  }

  /// Changes what is not left out.
  public Outcome<Kept<AccessGroup>> update(
      String id,
      String version,
      Optional<String> name,
      Optional<String> description,
      Initiator by) {
    Deed deed = new Deed(Action.GROUP_UPDATE, id, by);
    return deeds.told(
        deed,
        change(
            id,
            deed,
            (turn, group) ->
                kept(group)
                    .matching(version, Deeds.STALE)
                    .map(_ -> described(group, name, description, deeds.stamps(group.stamps(), by)))
                    .then(AccessGroups::sound)
                    .then(changed -> put(turn, changed))));
  }

  /// Deletes a group and its policies.
  ///
  /// @param force also if it has members or rules
  public Outcome<Kept<AccessGroup>> delete(String id, boolean force, Initiator by) {
    Deed deed = new Deed(Action.GROUP_DELETE, id, by);
    return deeds.told(
        deed,
        change(
            id,
            deed,
            (turn, group) -> {
              if (!force && !(group.members().isEmpty() && group.rules().isEmpty())) {
                return Outcome.refuse(
                    Problem.of(
                            Code.CONFLICT,
                            "The group has members or rules: remove them first, or send force=true.")
                        .parameter("force"));
              }
              Remains.of(turn, group);
              turn.delete(group);
              return Outcome.of(kept(group));
            }));
  }

  public Outcome<Kept<AccessGroup>> get(String id, Initiator by) {
    return reach
        .find(Kind.ACCESS_GROUP, id, by)
        .map(document -> Outcome.of(kept((AccessGroup) document.value())))
        .orElseGet(() -> Outcome.refuse(none(id)));
  }

  /// All that an account has, oldest first.
  public List<AccessGroup> all(AccountId account) {
    return all(ledger.in(account));
  }

  static List<AccessGroup> all(Documents documents) {
    return Directory.all(documents, Kind.ACCESS_GROUP).stream()
        .map(document -> (AccessGroup) document.value())
        .toList();
  }

  /// What is done to a group while nobody else writes.
  @FunctionalInterface
  interface Work<T> {
    Outcome<T> on(Turn turn, AccessGroup group);
  }

  <T> Outcome<T> change(String id, Deed deed, Work<T> work) {
    return deeds.write(
        deed,
        turn ->
            reach
                .find(turn::in, Kind.ACCESS_GROUP, id, deed.by())
                .map(document -> work.on(turn, (AccessGroup) document.value()))
                .orElseGet(() -> Outcome.refuse(none(id))));
  }

  /// Names are unique in an account, whatever their case.
  private static Outcome<Kept<AccessGroup>> put(Turn turn, AccessGroup group) {
    Optional<AccessGroup> other =
        all(turn.in(group.account())).stream()
            .filter(each -> !each.id().equals(group.id()))
            .filter(each -> each.name().equalsIgnoreCase(group.name()))
            .findFirst();
    if (other.isPresent()) {
      return Outcome.refuse(
          Problem.of(Code.CONFLICT, "There is an access group " + other.get().name() + " already.")
              .field("name"));
    }
    turn.put(group);
    return Outcome.of(kept(group));
  }

  private static Outcome<AccessGroup> sound(AccessGroup group) {
    if (group.name().isBlank() || group.name().length() > MOST_NAME) {
      return refuse("name", "Give a name of 1 to " + MOST_NAME + " characters.");
    }
    if (group.description().length() > MOST_DESCRIPTION) {
      return refuse(
          "description", "A description has at most " + MOST_DESCRIPTION + " characters.");
    }
    return Outcome.of(group);
  }

  private static <T> Outcome<T> refuse(String field, String message) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).field(field));
  }

  private static AccessGroup described(
      AccessGroup group, Optional<String> name, Optional<String> description, Stamps stamps) {
    return new AccessGroup(
        group.id(),
        group.account(),
        name.orElse(group.name()),
        description.orElse(group.description()),
        group.members(),
        group.rules(),
        stamps);
  }

  /// Its version does not change with its members or rules.
  private static Kept<AccessGroup> kept(AccessGroup group) {
    return Kept.part(group, List.of(group.name(), group.description(), group.stamps().modified()));
  }

  static Problem none(String id) {
    return Problem.of(Code.NOT_FOUND, "There is no access group " + id + ".")
        .parameter("access_group_id");
  }
}
