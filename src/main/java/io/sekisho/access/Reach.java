package io.sekisho.access;

import io.sekisho.control.Initiator;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which accounts a caller can touch: its own, or for an operator of this installation any. The
/// store can't be asked without an account, and whoever needs one gets it here.
public final class Reach {
  private final Ledger ledger;

  public Reach(Ledger ledger) {
    this.ledger = ledger;
  }

  /// The account that a request names.
  public Outcome<AccountId> account(String named, Initiator by) {
    Optional<AccountId> found =
        accounts(by).stream().filter(each -> each.value().equals(named)).findFirst();
    return found
        .map(Outcome::of)
        .orElseGet(() -> Outcome.refuse(by.isOperator() ? unknown(named) : foreign(by)));
  }

  /// A document of which only the id is known. Of another account's it is not even told that it is
  /// there.
  public Optional<Document> find(Kind kind, String id, Initiator by) {
    return find(ledger::in, kind, id, by);
  }

  /// The same within a write.
  ///
  /// @param documents what each account has
  Optional<Document> find(
      Function<AccountId, Documents> documents, Kind kind, String id, Initiator by) {
    return accounts(by).stream()
        .flatMap(account -> documents.apply(account).get(kind, id).stream())
        .findFirst();
  }

  private List<AccountId> accounts(Initiator by) {
    Stream<AccountId> all = by.account().stream();
    if (by.isOperator()) {
      all = ledger.edition().all(Kind.ACCOUNT).stream().map(Item::account);
    }
    return all.toList();
  }

  private static Problem unknown(String named) {
    return Problem.of(Code.NOT_FOUND, "There is no account " + named + ".").parameter("account_id");
  }

  private static Problem foreign(Initiator by) {
    String own = by.account().map(id -> " for account " + id).orElse(" for no account");
    return Problem.of(Code.UNAUTHORIZED, "Your token is" + own + ": ask about that one.")
        .parameter("account_id");
  }
}
