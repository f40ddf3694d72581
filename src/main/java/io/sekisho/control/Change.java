package io.sekisho.control;

import io.sekisho.address.Ip;
import io.sekisho.audit.Activity;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Cap;
import io.sekisho.plan.Edits;
import io.sekisho.plan.Planner.Base;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.Applied;
import io.sekisho.wire.Applied.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a write does to one resource.
///
/// @param differences what an update made of which member
record Change(Action action, Item item, List<Difference> differences) {
  /// What an event may say of one change.
  private static final int DETAIL = 512;

  /// What takes room on hosts.
  private static final Map<Class<?>, Cap> SHARED =
      Map.of(
          Vpc.class, Cap.VPCS,
          Instance.class, Cap.INSTANCES,
          BareMetalServer.class, Cap.BARE_METAL_SERVERS);

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
  ///
  /// @param named ids of everything that the inventory names
  record Planned(Contents before, Contents after, Set<String> named, List<Change> changes) {
    static Planned of(Turn turn, Base next, Set<String> named) {
      Contents before = turn.edition().contents();
      Contents after = next.contents();
      Set<String> ids = new LinkedHashSet<>(ids(after));
      ids.addAll(ids(before));
      return new Planned(before, after, named, Change.between(before, after, ids, named));
    }

    /// Of everything, kind by kind.
    private static List<String> ids(Contents contents) {
      return Kind.HELD.stream()
          .flatMap(kind -> contents.all(kind.type()).stream())
          .map(it -> Item.of(it).id())
          .toList();
    }

    /// The same, if nothing of it may not be done.
    Outcome<Planned> permitted(Function<String, Optional<Problem>> refusal) {
      return declared().stream()
          .flatMap(change -> Stream.concat(Stream.of(change.event()), asks(change)))
          .distinct()
          .flatMap(action -> refusal.apply(action).stream())
          .findFirst()
          .<Outcome<Planned>>map(Outcome::refuse)
          .orElseGet(() -> Outcome.of(this));
    }

    /// What it takes by IBM's API, too, beside making or changing a server.
    private Stream<String> asks(Change change) {
      if (change.action == Action.DELETED) {
        return Stream.empty();
      }
      return switch (change.item.value()) {
        case Compute it -> Edits.asks(before.find(Compute.class, it.id()), it).stream();
        case SecurityGroup it -> asks(it, "is.security-group.security-group.operate");
        case Subnet it when !isSurrounded(it) -> asks(it, "is.network-acl.network-acl.operate");
        default -> Stream.empty();
      };
    }

    /// The permission to use what something did not need before.
    private Stream<String> asks(Resource it, String operate) {
      Kind kind = Kind.of(it) == Kind.SUBNET ? Kind.NETWORK_ACL : Kind.SECURITY_GROUP;
      Set<String> needed = new HashSet<>(it.needs());
      before.find(Resource.class, it.id()).ifPresent(old -> needed.removeAll(old.needs()));
      return needed.stream()
          .flatMap(id -> after.find(kind.type(), id).stream())
          .limit(1)
          .map(_ -> operate);
    }

    /// Whether a subnet is new, and has its VPC's default network ACL.
    private boolean isSurrounded(Subnet it) {
      return before.find(it.id()).isEmpty()
          && it.networkAcl()
              .flatMap(id -> after.find(NetworkAcl.class, id))
              .filter(NetworkAcl::byDefault)
              .isPresent();
    }

    /// The same, if it takes no more than one account may have of what all share. Of whoever runs
    /// this, nothing is asked.
    Outcome<Planned> fair(Optional<AccountId> caller) {
      return SHARED.entrySet().stream()
          .filter(it -> exceeds(caller, it.getKey(), it.getValue()))
          .findFirst()
          .<Outcome<Planned>>map(it -> Outcome.refuse(Turn.full(it.getValue())))
          .orElseGet(() -> givingNothingAway(caller));
    }

    private boolean exceeds(Optional<AccountId> caller, Class<?> type, Cap cap) {
      int had = caller.map(it -> before.count(Optional.of(it), type)).orElse(0);
      int has = caller.map(it -> after.count(Optional.of(it), type)).orElse(0);
      return has > had && has > cap.most();
    }

    /// The same, if it gives no public address away that its account did not have: an inventory can
    /// name any, so only whoever runs this may.
    private Outcome<Planned> givingNothingAway(Optional<AccountId> caller) {
      Set<Ip> had = new HashSet<>();
      Set<Ip> has = new HashSet<>();
      for (AccountId account : caller.stream().toList()) {
        before.everywhere(account, FloatingIp.class).forEach(it -> had.add(it.address()));
        after.everywhere(account, FloatingIp.class).forEach(it -> has.add(it.address()));
      }
      has.removeAll(had);
      return has.isEmpty()
          ? Outcome.of(this)
          : Outcome.refuse(
              Problem.of(
                  Code.UNAUTHORIZED,
                  "%s is not your account's to give: make a floating IP over IBM's API, which takes"
                          .formatted(has.iterator().next())
                      + " one of those that there are."));
    }

    List<Applied.Change> told() {
      List<Applied.Change> told = new ArrayList<>();
      for (Change change : changes) {
        if (!tells(change)) {
          continue;
        }
        String id = change.item().account().value();
        Optional<Account> account =
            after.find(Account.class, id).or(() -> before.find(Account.class, id));
        told.add(change.wire(account.map(Account::name).orElse(HOUSE)));
      }
      return told;
    }

    List<Change> effective() {
      return changes.stream().filter(each -> each.action() != Action.UNCHANGED).toList();
    }

    /// Those of them that an inventory can ask for.
    List<Change> declared() {
      return effective().stream().filter(this::tells).toList();
    }

    private boolean tells(Change change) {
      return change.isDeclared() || named.contains(change.item.id());
    }
  }

  /// What differs; what was deleted comes last.
  ///
  /// @param ids of all that may differ, in the order in which it is told
  /// @param named ids that are listed even if nothing happened to them
  static List<Change> between(
      Contents before, Contents after, Collection<String> ids, Set<String> named) {
    List<Change> changes = new ArrayList<>();
    List<Change> deleted = new ArrayList<>();
    Views was = new Views(id -> before.find(id).map(Item::of), _ -> false);
    Views is = new Views(id -> after.find(id).map(Item::of), _ -> false);
    for (String id : ids) {
      Optional<Item> old = before.find(id).map(Item::of);
      Optional<Item> item = after.find(id).map(Item::of);
      if (item.isEmpty()) {
        old.ifPresent(it -> deleted.add(new Change(Action.DELETED, it)));
      } else if (old.isEmpty()) {
        changes.add(new Change(Action.CREATED, item.get()));
      } else if (!old.get().value().equals(item.get().value())) {
        changes.add(updated(was, old.get(), is, item.get()));
      } else if (named.contains(id)) {
        changes.add(new Change(Action.UNCHANGED, item.get()));
      }
    }
    changes.addAll(deleted);
    return changes;
  }

  private static Change updated(Views was, Item old, Views is, Item item) {
    List<Difference> differences =
        Kind.DECLARED.contains(item.kind()) || isFilter(item)
            ? Differences.between(was.shown(old), old.value(), is.shown(item), item.value())
            : List.of();
    return new Change(Action.UPDATED, item, differences);
  }

  private static boolean isFilter(Item item) {
    return item.kind() == Kind.SECURITY_GROUP || item.kind() == Kind.NETWORK_ACL;
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

  /// Whether an inventory can ask for it: what a VPC has from the beginning comes and goes with it.
  boolean isDeclared() {
    return switch (item.value()) {
      case SecurityGroup it -> !it.byDefault();
      case NetworkAcl it -> !it.byDefault();
      default -> Kind.DECLARED.contains(item.kind()) || item.kind() == Kind.CATALOG;
    };
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
          case SECURITY_GROUP -> "is.security-group.security-group";
          case NETWORK_ACL -> "is.network-acl.network-acl";
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
