package io.sekisho.control;

import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Label;
import io.sekisho.control.Store.Saved;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.wire.Inventory;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is declared, at one revision, as control holds it.
///
/// @param revision of the last write; the snapshot's own is that of the last one that changed it
public record Edition(long revision, Snapshot snapshot) {

  static Edition of(Saved saved) {
    return new Edition(saved.revision(), Snapshot.EMPTY.next(saved.revision(), saved.contents()));
  }

  /// What these entries make of it.
  Edition after(long revision, List<Entry> entries) {
    Contents next = contents();
    Set<String> changed = new HashSet<>();
    for (Entry entry : entries) {
      Label label = entry.label();
      if (Kind.HELD.contains(label.kind())) {
        changed.add(label.id());
        next =
            switch (entry) {
              case Entry.Put(_, Object value) -> next.with(value);
              case Entry.Delete _ -> next.without(label.id());
            };
      }
    }
    return new Edition(
        revision, changed.isEmpty() ? snapshot : snapshot.next(revision, next, changed));
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
    Optional<Item> own = account.flatMap(id -> item(id.value()));
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

  public Contents contents() {
    return snapshot.contents();
  }

  /// The resource of this id.
  public Optional<Item> item(String id) {
    return contents().find(id).map(Item::of);
  }

  /// The resource that somebody means by an id, a name, or an account's name and a name.
  ///
  /// @param account that it has to be in; empty if in any
  public Outcome<Item> find(Kind kind, String which, Optional<AccountId> account) {
    List<Item> found = found(kind, which, account);
    return switch (found.size()) {
      case 0 -> Outcome.refuse(nothing(kind, which, account));
      case 1 -> Outcome.of(found.getFirst());
      default -> Outcome.refuse(several(kind, which, found));
    };
  }

  /// All of a kind that there are in one account, or in all of them.
  public List<Item> all(Kind kind, Optional<AccountId> account) {
    return account
        .<List<?>>map(it -> contents().all(it, kind.type()))
        .orElseGet(() -> contents().all(kind.type()))
        .stream()
        .map(Item::of)
        .toList();
  }

  public String accountName(Item item) {
    return item(item.account().value()).map(Item::name).orElse(item.account().value());
  }

  private List<Item> found(Kind kind, String which, Optional<AccountId> account) {
    Optional<Item> byId =
        item(which)
            .filter(it -> it.kind() == kind)
            .filter(it -> account.stream().allMatch(it.account()::equals));
    if (byId.isPresent()) {
      return byId.stream().toList();
    }
    // What belongs to whoever runs this, such as a node, is in no account.
    Stream<Item> house = named(kind, which, AccountId.HOUSE);
    Stream<Item> others =
        contents().accounts().stream()
            .filter(it -> account.stream().allMatch(it.id()::equals))
            .flatMap(it -> named(kind, which, it));
    return Stream.concat(account.isEmpty() ? house : Stream.of(), others).toList();
  }

  private Stream<Item> named(Kind kind, String which, Account in) {
    String before = in.name() + "/";
    return which.startsWith(before)
        ? Stream.concat(
            named(kind, which, in.id()), named(kind, which.substring(before.length()), in.id()))
        : named(kind, which, in.id());
  }

  private Stream<Item> named(Kind kind, String which, AccountId in) {
    return contents().named(in, kind.type(), which).stream().map(Item::of);
  }

  private Problem nothing(Kind kind, String which, Optional<AccountId> account) {
    String hint =
        found(twin(kind), which, account).isEmpty()
            ? nearest(kind, which, account)
            : elsewhere(kind);
    return Problem.of(Code.NOT_FOUND, "There is no %s %s.%s".formatted(kind.words(), which, hint))
        .parameter(kind.singular());
  }

  /// A question in the form in which it was asked: with the account if one was named.
  private String nearest(Kind kind, String which, Optional<AccountId> within) {
    List<Item> all = all(kind, within);
    int slash = which.indexOf('/');
    List<String> names = all.stream().map(Item::name).distinct().toList();
    if (slash < 0) {
      return Nearest.question(which, names);
    }
    String account = which.substring(0, slash);
    return Nearest.to(which.substring(slash + 1), names).stream()
        .flatMap(near -> all.stream().filter(item -> item.name().equals(near)))
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
