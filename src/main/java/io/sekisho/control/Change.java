package io.sekisho.control;

import io.sekisho.audit.Activity;
import io.sekisho.plan.Planner.Base;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.wire.Applied;
import io.sekisho.wire.Applied.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a write does to one resource.
///
/// @param differences what an update made of which member
record Change(Action action, Item item, List<Difference> differences) {
  /// What an event may say of one change.
  private static final int DETAIL = 512;

  /// Whose the catalogue is, in words.
  private static final String HOUSE = "sekisho";

  Change(Action action, Item item) {
    this(action, item, List.of());
  }

  /// What may be done to a resource.
  enum Action {
    CREATED("create"),
    UPDATED("update"),
    DELETED("delete"),
    UNCHANGED("read");

    private final String verb;

    Action(String verb) {
      this.verb = verb;
    }

    /// As in IBM's event names.
    String verb() {
      return verb;
    }
  }

  /// What an inventory does to what there was, and what there is then.
  record Planned(Map<String, Item> before, Map<String, Item> after, List<Change> changes) {
    static Planned of(Turn turn, Base next, Set<String> named) {
      Map<String, Item> before = turn.edition().items();
      Map<String, Item> after = Item.all(next.contents());
      return new Planned(before, after, Change.between(before, after, named));
    }

    /// The same, if nothing of it may not be done.
    Outcome<Planned> permitted(Function<String, Optional<Problem>> refusal) {
      return declared().stream()
          .map(Change::event)
          .distinct()
          .flatMap(action -> refusal.apply(action).stream())
          .findFirst()
          .<Outcome<Planned>>map(Outcome::refuse)
          .orElseGet(() -> Outcome.of(this));
    }

    List<Applied.Change> told() {
      List<Applied.Change> told = new ArrayList<>();
      for (Change change : changes) {
        if (!change.isDeclared()) {
          continue;
        }
        String id = change.item().account().value();
        Item account = after.getOrDefault(id, before.get(id));
        told.add(change.wire(account == null ? HOUSE : account.name()));
      }
      return told;
    }

    List<Change> effective() {
      return changes.stream().filter(each -> each.action() != Action.UNCHANGED).toList();
    }

    /// Those of them that an inventory can ask for: what a VPC has from the beginning comes and
    /// goes with it.
    List<Change> declared() {
      return effective().stream().filter(Change::isDeclared).toList();
    }
  }

  /// What differs, kind by kind; what was deleted comes last.
  ///
  /// @param named ids that are listed even if nothing happened to them
  static List<Change> between(
      Map<String, Item> before, Map<String, Item> after, Set<String> named) {
    List<Change> changes = new ArrayList<>();
    Views was = new Views(before, _ -> false);
    Views is = new Views(after, _ -> false);
    for (Item item : after.values()) {
      Item old = before.get(item.id());
      if (old == null) {
        changes.add(new Change(Action.CREATED, item));
      } else if (!old.value().equals(item.value())) {
        List<Difference> differences =
            Kind.DECLARED.contains(item.kind())
                ? Differences.between(was.of(old), old.value(), is.of(item), item.value())
                : List.of();
        changes.add(new Change(Action.UPDATED, item, differences));
      } else if (named.contains(item.id())) {
        changes.add(new Change(Action.UNCHANGED, item));
      }
    }
    for (Item item : before.values()) {
      if (!after.containsKey(item.id())) {
        changes.add(new Change(Action.DELETED, item));
      }
    }
    return changes;
  }

  /// Makes all of them part of a write; what goes makes room for what comes in its name.
  static void apply(List<Change> changes, Turn turn) {
    for (Change change : changes) {
      if (change.action == Action.DELETED) {
        turn.delete(change.item.value());
      }
    }
    for (Change change : changes) {
      if (change.action == Action.CREATED || change.action == Action.UPDATED) {
        turn.put(change.item.value());
        turn.tell(change.item.id(), change.told());
      }
    }
  }

  private List<Activity.Difference> told() {
    return differences.stream()
        .map(
            it ->
                new Activity.Difference(it.member(), it.before().orElse(""), it.after().orElse("")))
        .toList();
  }

  /// Whether an inventory can ask for it.
  boolean isDeclared() {
    return Kind.DECLARED.contains(item.kind()) || item.kind() == Kind.CATALOG;
  }

  Event activity(Instant at, Initiator by) {
    return new Event.Activity(
            at,
            by.trace(),
            event(),
            true,
            action == Action.CREATED ? 201 : 200,
            "",
            item.account().value(),
            by.operator(),
            item.id(),
            detail())
        .actedBy(by.authn());
  }

  Applied.Change wire(String account) {
    return new Applied.Change(
        item.kind().singular(),
        item.name(),
        account,
        item.id(),
        action.name().toLowerCase(Locale.ROOT),
        differences);
  }

  /// The resource's name, and what became of it, for the audit trail.
  String detail() {
    String words = wire("").words();
    String all = words.isEmpty() ? item.name() : item.name() + ": " + words;
    return all.length() <= DETAIL ? all : all.substring(0, DETAIL) + "…";
  }

  /// IBM's name for it, as far as IBM has one.
  String event() {
    return event(item.kind(), action.verb());
  }

  /// The same for a change that did not come to pass.
  static String event(Kind kind, String verb) {
    String resource =
        switch (kind) {
          case ACCOUNT -> "sekisho.account.account";
          case CATALOG -> "sekisho.catalog.catalog";
          case TRUSTED_PROFILE -> "iam-identity.profile";
          case VPC -> "is.vpc.vpc";
          case SUBNET -> "is.subnet.subnet";
          case KEY -> "is.key.key";
          case PLACEMENT_GROUP -> "is.placement-group.placement-group";
          case INSTANCE -> "is.instance.instance";
          case BARE_METAL_SERVER -> "is.bare-metal-server.bare-metal-server";
          default -> throw new IllegalStateException("no inventory declares a " + kind.words());
        };
    return resource + "." + verb;
  }
}
