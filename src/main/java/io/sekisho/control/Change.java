package io.sekisho.control;

import io.sekisho.control.Store.Entry;
import io.sekisho.wire.Applied;
import io.sekisho.wire.Applied.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a write does to one resource.
///
/// @param differences what an update made of which member
record Change(Action action, Item item, List<Difference> differences) {
  /// What an event may say of one change.
  private static final int DETAIL = 512;

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
            Differences.between(was.of(old), old.value(), is.of(item), item.value());
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

  Entry entry() {
    return action == Action.DELETED
        ? new Entry.Delete(item.kind(), item.id(), item.account(), item.name())
        : new Entry.Put(item.kind(), item.id(), item.account(), item.name(), item.value());
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
          case TRUSTED_PROFILE -> "iam-identity.profile";
          case VPC -> "is.vpc.vpc";
          case SUBNET -> "is.subnet.subnet";
          case KEY -> "is.key.key";
          case PLACEMENT_GROUP -> "is.placement-group.placement-group";
          case INSTANCE -> "is.instance.instance";
          case BARE_METAL_SERVER -> "is.bare-metal-server.bare-metal-server";
        };
    return resource + "." + verb;
  }
}
