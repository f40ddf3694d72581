package io.sekisho.control;

import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which accounts a caller can touch: its own, or for an operator of this installation any. The
/// store can't be asked without an account, and whoever needs one gets it here.
public final class Reach {
  private static final String ACCOUNT = "account_id";

  private final Ledger ledger;

  public Reach(Ledger ledger) {
    this.ledger = ledger;
  }

  /// The account that a request is about: the caller's own, and of an operator, who has none, the
  /// one that it names.
  ///
  /// @param named by the request, if it does
  public Outcome<AccountId> account(Optional<String> named, Initiator by) {
    return named
        .or(() -> by.account().map(AccountId::value))
        .map(it -> account(it, by))
        .orElseGet(
            () ->
                refuse(
                    Code.MISSING_FIELD,
                    "Give account_id: the operator of an installation belongs to no account."));
  }

  /// The account that a request names.
  public Outcome<AccountId> account(String named, Initiator by) {
    if (!named.matches("[0-9a-f]{32}")) {
      return refuse(Code.INVALID_VALUE, "An account_id has 32 lower-case hexadecimal digits.");
    }
    Optional<AccountId> found = accounts(by).filter(it -> it.value().equals(named)).findFirst();
    if (found.isPresent()) {
      return Outcome.of(found.get());
    }
    String own = by.account().map(id -> " for account " + id).orElse(" for no account");
    return by.isOperator()
        ? refuse(Code.NOT_FOUND, "There is no account " + named + ".")
        : refuse(Code.UNAUTHORIZED, "Your token is" + own + ": ask about that one.");
  }

  private static Outcome<AccountId> refuse(Code code, String message) {
    return Outcome.refuse(Problem.of(code, message).parameter(ACCOUNT));
  }

  /// A document of which only the id is known. Of another account's it is not even told that it is
  /// there.
  public Optional<Document> find(Kind kind, String id, Initiator by) {
    return find(ledger::in, kind, id, by);
  }

  /// The same within a write.
  ///
  /// @param documents what each account has
  public Optional<Document> find(
      Function<AccountId, Documents> documents, Kind kind, String id, Initiator by) {
    return accounts(by)
        .flatMap(account -> documents.apply(account).get(kind, id).stream())
        .findFirst();
  }

  private Stream<AccountId> accounts(Initiator by) {
    return by.isOperator()
        ? ledger.edition().contents().accounts().stream().map(Account::id)
        : by.account().stream();
  }
}
