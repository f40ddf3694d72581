package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Behind;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.util.Optional;

/// One exchange as it goes: what was sent, and what became clear of who sent it, for the audit
/// trail.
final class Attempt {
  private final TokenRequest request;
  private final Instant now;
  private Optional<AccountId> account = Optional.empty();
  private String iamId = "";
  private String name = "";
  private Optional<Behind> behind = Optional.empty();

  Attempt(TokenRequest request, Instant now) {
    this.request = request;
    this.now = now;
  }

  TokenRequest request() {
    return request;
  }

  Instant now() {
    return now;
  }

  /// Notes who it is.
  void by(AccountId account, String iamId, String name) {
    this.account = Optional.of(account);
    this.iamId = iamId;
    this.name = name;
  }

  /// Notes that it is who holds a token of ours.
  void by(Holder holder) {
    by(holder.account(), holder.iamId(), holder.name());
    this.behind = holder.behind();
  }

  Optional<AccountId> account() {
    return account;
  }

  String iamId() {
    return iamId;
  }

  String name() {
    return name;
  }

  Optional<Behind> behind() {
    return behind;
  }

  /// A parameter without which the grant is nothing.
  Outcome<String> required(String parameter) {
    return request
        .value(parameter)
        .map(Outcome::of)
        .orElseGet(() -> Outcome.refuse(missing(parameter)));
  }

  static Problem missing(String parameter) {
    return Problem.of(
            Code.MISSING_VALUE, "Property '%s' either missing or empty.".formatted(parameter))
        .parameter(parameter);
  }

  static Problem invalid(String parameter, String message) {
    return Problem.of(Code.INVALID_VALUE, message).parameter(parameter);
  }
}
