package io.sekisho.control;

import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Label;
import io.sekisho.control.Store.Saved;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Snapshot;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.wire.Inventory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is declared, at one revision, as control holds it: the snapshot, and the resources by id.
///
/// @param revision of the last write; the snapshot's own is that of the last one that changed it
public record Edition(long revision, Snapshot snapshot, Map<String, Item> items) {

  static Edition of(Saved saved) {
    Snapshot snapshot = Snapshot.EMPTY.next(saved.revision(), saved.contents());
    return new Edition(saved.revision(), snapshot, Item.all(saved.contents()));
  }

  /// What these entries make of it.
  Edition after(long revision, List<Entry> entries) {
    List<Entry> declared =
        entries.stream().filter(entry -> Kind.HELD.contains(entry.label().kind())).toList();
    if (declared.isEmpty()) {
      return new Edition(revision, snapshot, items);
    }
    Map<String, Item> next = new LinkedHashMap<>(items);
    for (Entry entry : declared) {
      switch (entry) {
        case Entry.Put(Label label, Object value) ->
            next.put(
                label.id(),
                new Item(label.kind(), label.id(), label.account(), label.name(), value));
        case Entry.Delete(Label label) -> next.remove(label.id());
      }
    }
    Contents contents = Item.contents(next.values());
    return new Edition(revision, snapshot.next(revision, contents), Item.all(contents));
  }

  /// Why an inventory is none of an account's business: whoever belongs to an account declares what
  /// is in it, and nothing else.
  Optional<Problem> foreign(Inventory inventory, Optional<AccountId> account) {
    if (account.isPresent() && inventory.catalog().isPresent()) {
      return Optional.of(
          Problem.of(
                  Code.UNAUTHORIZED,
                  "The catalogue is for all accounts: whoever runs this declares it, with an"
                      + " operator's key. Leave catalog out of the inventory.")
              .field("catalog"));
    }
    Optional<Item> own = account.map(id -> items.get(id.value()));
    boolean all =
        account.isEmpty()
            || inventory.accounts().stream()
                .allMatch(
                    spec ->
                        own.filter(it -> spec.name().equals(it.name())).isPresent()
                            && spec.id().stream().allMatch(account.get().value()::equals));
    return all
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                    Code.UNAUTHORIZED,
                    "Your token is for account %s: leave every other account out of the inventory."
                        .formatted(own.map(Item::name).orElse("")))
                .field("accounts"));
  }

  /// What one account has of it; all of it for whoever belongs to none.
  Edition within(Optional<AccountId> account) {
    if (account.isEmpty()) {
      return this;
    }
    Map<String, Item> own = new LinkedHashMap<>(items);
    own.values().removeIf(item -> !item.account().equals(account.get()));
    return new Edition(revision, snapshot, own);
  }

  Contents contents() {
    return snapshot.contents();
  }

  /// The resource that somebody means by an id, a name, or an account's name and a name.
  public Outcome<Item> find(Kind kind, String which) {
    List<Item> found = found(kind, which);
    return switch (found.size()) {
      case 0 -> Outcome.refuse(nothing(kind, which));
      case 1 -> Outcome.of(found.getFirst());
      default -> Outcome.refuse(several(kind, which, found));
    };
  }

  public List<Item> all(Kind kind) {
    return items.values().stream().filter(item -> item.kind() == kind).toList();
  }

  public String accountName(Item item) {
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
      default -> kind;
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
