package io.sekisho.token;

import io.sekisho.address.Ip;
import io.sekisho.address.Ranges;
import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Root;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.User;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;
import java.util.stream.Stream;

/// From where somebody may ask: where the account that they act in, the account that they are of
/// and, of a person, their own settings all allow it.
final class Addresses {
  private Addresses() {}

  /// Why a holder may not ask from an address; empty if they may. Operators may from anywhere:
  /// somebody has to be able to mend a list that lets nobody in.
  ///
  /// @param host the address at the other end of the connection
  static Optional<String> fault(Standing standing, Holder holder, String host) {
    Root root = holder.basis().root();
    if (root == Root.OPERATOR) {
      return Optional.empty();
    }
    AccountId own = new AccountId(holder.basis().account());
    Optional<String> account =
        Stream.of(holder.account(), own)
            .distinct()
            .filter(id -> !standing.account(id).filter(it -> allows(it, host)).isPresent())
            .map(id -> "account %s does not allow %s".formatted(id, host))
            .findFirst();
    return account.isPresent() || (root != Root.USER && root != Root.FEDERATED)
        ? account
        : standing
            .user(own, holder.basis().id())
            .flatMap(User::preferences)
            .filter(preferences -> !allows(preferences.allowedIpAddresses(), host))
            .map(_ -> "the settings of %s do not allow %s".formatted(holder.basis().id(), host));
  }

  /// A holder who may get a token there.
  static Outcome<Holder> admit(Standing standing, Holder holder, Attempt attempt) {
    return fault(standing, holder, attempt.request().from().host())
        .map(
            reason ->
                Outcome.<Holder>refuse(
                    Problem.of(
                            Code.UNAUTHORIZED,
                            "You may not ask from this address: the account's settings or your own"
                                + " (allowed_ip_addresses) list others.")
                        .status(400)
                        .detail(reason)))
        .orElseGet(() -> Outcome.of(holder));
  }

  private static boolean allows(Account account, String host) {
    return allows(account.inForce().allowedIpAddresses().orElse(""), host);
  }

  /// An empty list allows everything, and one that can't be read nothing.
  private static boolean allows(String list, String host) {
    try {
      return list.isBlank() || Ranges.parse(list).contains(Ip.parse(host));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
