package io.sekisho.token;

import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which trusted profile a request means: by `profile_id`, `profile_crn`, or `profile_name` and
/// `account`.
final class Profiles {
  private static final List<String> WAYS = List.of("profile_id", "profile_crn", "profile_name");

  private final Standing standing;

  Profiles(Standing standing) {
    this.standing = standing;
  }

  /// @param own the account that a name means if the request names none
  Outcome<TrustedProfile> named(Attempt attempt, Optional<AccountId> own) {
    TokenRequest request = attempt.request();
    List<String> given = WAYS.stream().filter(way -> request.value(way).isPresent()).toList();
    if (given.isEmpty()) {
      return Outcome.refuse(Attempt.missing("profile_id"));
    }
    if (given.size() > 1) {
      return Outcome.refuse(
          Attempt.invalid(given.getLast(), "Give one of " + String.join(", ", WAYS) + "."));
    }
    String value = request.value(given.getFirst()).orElseThrow();
    Optional<TrustedProfile> found =
        switch (given.getFirst()) {
          case "profile_id" -> standing.snapshot().profile(value);
          case "profile_crn" -> byCrn(value);
          default -> byName(value, request.value("account"), own);
        };
    return found.map(Outcome::of).orElseGet(() -> untrusting("there is no such profile"));
  }

  /// Accounts that a text may mean by id or name.
  List<Account> accounts(Optional<String> which) {
    Stream<Account> all = standing.snapshot().contents().accounts().stream();
    return which.isEmpty()
        ? all.toList()
        : all.filter(it -> it.id().value().equals(which.get()) || it.name().equals(which.get()))
            .toList();
  }

  /// The same words for every way of not being trusted, or anyone could find out which profiles
  /// exist, in their own account and in others.
  static <T> Outcome<T> untrusting(String reason) {
    return Outcome.refuse(
        Problem.of(
                Code.PROFILE_NOT_LINKED,
                "There is no such trusted profile, or it does not trust who asks.")
            .detail(reason));
  }

  private Optional<TrustedProfile> byCrn(String text) {
    try {
      Crn crn = Crn.parse(text);
      return standing.snapshot().profile(crn.id()).filter(it -> it.crn().equals(crn));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<TrustedProfile> byName(
      String name, Optional<String> account, Optional<AccountId> own) {
    List<AccountId> meant =
        account.isPresent() || own.isEmpty()
            ? accounts(account).stream().map(Account::id).toList()
            : List.of(own.get());
    return meant.size() == 1 ? standing.profile(meant.getFirst(), name) : Optional.empty();
  }
}
