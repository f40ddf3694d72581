package io.sekisho.control;

import io.sekisho.plan.Counters;
import io.sekisho.plan.Planner.Base;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Everything at one revision, as control holds it: the snapshot, the counters, and the resources
/// by id.
record Edition(Snapshot snapshot, Counters counters, Map<String, Item> items) {

  static Edition of(Snapshot snapshot, Counters counters) {
    return new Edition(snapshot, counters, Item.all(snapshot.contents()));
  }

  Base base() {
    return new Base(snapshot.contents(), counters);
  }

  /// The resource that somebody means by an id, a name, or an account's name and a name.
  Outcome<Item> find(Kind kind, String which) {
    List<Item> found = found(kind, which);
    return switch (found.size()) {
      case 0 -> Outcome.refuse(nothing(kind, which));
      case 1 -> Outcome.of(found.getFirst());
      default -> Outcome.refuse(several(kind, which, found));
    };
  }

  List<Item> all(Kind kind) {
    return items.values().stream().filter(item -> item.kind() == kind).toList();
  }

  String accountName(Item item) {
    Item account = items.get(item.account().value());
    return account == null ? item.account().value() : account.name();
  }

  private List<Item> found(Kind kind, String which) {
    Item byId = items.get(which);
    if (byId != null && byId.kind() == kind) {
      return List.of(byId);
    }
    return all(kind).stream()
        .filter(
            item ->
                item.name().equals(which) || which.equals(accountName(item) + "/" + item.name()))
        .toList();
  }

  private Problem nothing(Kind kind, String which) {
    String hint = found(twin(kind), which).isEmpty() ? nearest(kind, which) : elsewhere(kind);
    return Problem.of(Code.NOT_FOUND, "There is no %s %s.%s".formatted(kind.words(), which, hint))
        .parameter(kind.singular());
  }

  /// A question in the form in which it was asked: with the account if one was named.
  private String nearest(Kind kind, String which) {
    int slash = which.indexOf('/');
    List<String> names = all(kind).stream().map(Item::name).distinct().toList();
    if (slash < 0) {
      return Nearest.question(which, names);
    }
    String account = which.substring(0, slash);
    return Nearest.to(which.substring(slash + 1), names).stream()
        .flatMap(near -> all(kind).stream().filter(item -> item.name().equals(near)))
        .min(Comparator.comparing(item -> !accountName(item).equals(account)))
        .map(item -> " Did you mean %s/%s?".formatted(accountName(item), item.name()))
        .orElse("");
  }

  private static String elsewhere(Kind kind) {
    Kind twin = twin(kind);
    return " It is %s %s: use %s, or %s in a path."
        .formatted(
            twin == Kind.INSTANCE ? "an" : "a",
            twin.words(),
            twin.singular().replace('_', '-'),
            twin.collection());
  }

  /// The other kind of compute resource: a server is what people call either.
  private static Kind twin(Kind kind) {
    return switch (kind) {
      case INSTANCE -> Kind.BARE_METAL_SERVER;
      case BARE_METAL_SERVER -> Kind.INSTANCE;
      case ACCOUNT, TRUSTED_PROFILE, VPC, SUBNET, KEY, PLACEMENT_GROUP -> kind;
    };
  }

  private Problem several(Kind kind, String which, List<Item> found) {
    String choices =
        found.stream()
            .map(item -> accountName(item) + "/" + item.name())
            .collect(Collectors.joining(" or "));
    return Problem.of(
            Code.CONFLICT,
            "More than one %s is named %s; say %s.".formatted(kind.words(), which, choices))
        .parameter(kind.singular());
  }
}
