package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Attempt;
import io.sekisho.control.Edition;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Reach;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Page;
import io.sekisho.control.Store.Query;
import io.sekisho.control.Turn;
import io.sekisho.control.UnknownPage;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Stamps;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// How this room reads and writes: always within one account, and with every attempt to change
/// something written down.
public final class Records {
  /// What IBM's IAM Identity API answers to who changes what they did not see.
  static final Code STALE = Code.CONFLICT;

  /// How many documents a filter may look at for one page.
  private static final int LOOKED_AT = 2_000;

  private final Ledger ledger;
  private final Reach reach;
  private final IdSource ids;
  private final InstantSource clock;

  public Records(Ledger ledger, IdSource ids, InstantSource clock) {
    this.ledger = ledger;
    this.reach = new Reach(ledger);
    this.ids = ids;
    this.clock = clock;
  }

  /// In which account a caller acts.
  ///
  /// @param named the account that the request names, if it does
  public Outcome<Actor> actor(Initiator by, Optional<String> named) {
    return reach.account(named, by).map(account -> new Actor(account, by));
  }

  Instant now() {
    return clock.instant();
  }

  UUID uuid() {
    return ids.next();
  }

  /// A new id.
  ///
  /// @param prefix such as `Profile-`
  String id(String prefix) {
    return prefix + uuid();
  }

  Stamps stamps(Initiator by) {
    return Stamps.created(now(), by.id());
  }

  Edition edition() {
    return ledger.edition();
  }

  Documents in(AccountId account) {
    return ledger.in(account);
  }

  <T> Outcome<Kept<T>> get(AccountId account, Sort<T> sort, String id) {
    return sort.find(in(account), id);
  }

  /// A kind of document whose records are of one type.
  ///
  /// @param attributes what a filter may ask for, by its name on the wire
  record Sort<T>(Kind kind, Class<T> type, Function<T, Map<String, String>> attributes) {
    Outcome<Kept<T>> find(Documents in, String id) {
      return in.get(kind, id)
          .map(document -> Outcome.of(kept(document)))
          .orElseGet(
              () ->
                  Outcome.refuse(
                      Problem.of(
                              Code.NOT_FOUND,
                              "There is no %s %s in this account.".formatted(kind.words(), id))
                          .parameter("id")));
    }

    Kept<T> kept(Document document) {
      return Kept.document(type, document);
    }
  }

  /// One page. With a filter, documents are looked at until the page is full, or it has taken long
  /// enough.
  <T> Outcome<Listing<T>> list(AccountId account, Sort<T> sort, Wanted wanted) {
    try {
      return Outcome.of(page(in(account), sort, wanted));
    } catch (UnknownPage _) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "This page token is not one of ours: begin again.")
              .parameter("pagetoken"));
    }
  }

  private static <T> Listing<T> page(Documents in, Sort<T> sort, Wanted wanted) {
    List<Kept<T>> items = new ArrayList<>();
    Optional<String> after = wanted.after();
    int looked = 0;
    do {
      int room = wanted.size() - items.size();
      Page page = in.page(sort.kind, query(wanted, after, room));
      for (Document document : page.documents()) {
        Kept<T> kept = sort.kept(document);
        if (wanted.filter().test(sort.attributes.apply(kept.value()))) {
          items.add(kept);
        }
      }
      looked += room;
      after = page.next();
    } while (after.isPresent() && items.size() < wanted.size() && looked < LOOKED_AT);
    return new Listing<>(items, after);
  }

  private static Query query(Wanted wanted, Optional<String> after, int limit) {
    return new Query(
        wanted.name(), wanted.parent(), wanted.order(), wanted.descending(), after, limit);
  }

  /// Something that somebody wants to be changed.
  ///
  /// @param action its name in the audit trail
  /// @param target id of what it is about
  record Command(Action action, Actor actor, String target) {
    Attempt attempt() {
      return new Attempt(action, actor.account(), target, actor.by());
    }
  }

  /// Makes one write, which is on record with it; if it is refused, that is.
  <T> Outcome<T> write(Command command, Function<Turn, Outcome<T>> work) {
    return ledger.write(
        command.attempt(),
        turn -> {
          turn.call(command.target, command.action);
          return work.apply(turn);
        });
  }

  /// Writes another version of a record.
  ///
  /// @param version the tag of the one that the caller saw, or `*`
  <T> Outcome<Kept<T>> change(
      Command command, Sort<T> sort, String version, Function<T, Outcome<T>> edit) {
    return write(
        command,
        turn ->
            sort.find(turn.in(command.actor.account()), command.target)
                .then(kept -> kept.matching(version, Records.STALE))
                .then(kept -> edit.apply(kept.value()))
                .map(next -> Kept.put(turn, next)));
  }

  /// The account as it stands.
  static Optional<Account> account(Edition edition, AccountId id) {
    return edition.contents().find(Account.class, id.value());
  }
}
