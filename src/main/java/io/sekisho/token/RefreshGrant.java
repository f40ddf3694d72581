package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountSettings;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Sessions.Opened;
import java.util.Optional;

/// A refresh token for the next access token, and the next refresh token, of its session.
final class RefreshGrant implements Grant {
  private final Tokens.Parts parts;

  RefreshGrant(Tokens.Parts parts) {
    this.parts = parts;
  }

  /// Only who logged in goes on: whoever asks under another client id has found the token.
  @Override
  public Outcome<Permit> decide(Attempt attempt) {
    return attempt
        .required("refresh_token")
        .then(
            token -> {
              Optional<Session> session = parts.sessions().ofRefreshToken(token);
              session.map(Session::holder).ifPresent(attempt::by);
              boolean same =
                  session.isEmpty()
                      || session.get().holder().clientId().equals(attempt.request().clientId());
              if (!same) {
                return refuse("another client's session");
              }
              // Before it is used up.
              return session
                  .map(it -> Addresses.admit(parts.standing(), it.holder(), attempt))
                  .map(admitted -> admitted.then(_ -> refresh(attempt, token)))
                  .orElseGet(() -> refresh(attempt, token));
            });
  }

  private Outcome<Permit> refresh(Attempt attempt, String token) {
    return parts
        .sessions()
        .refresh(
            token,
            id -> parts.standing().account(id).map(Account::inForce).orElse(AccountSettings.NONE),
            attempt.now())
        .then(opened -> permit(attempt, opened));
  }

  private Outcome<Permit> permit(Attempt attempt, Opened opened) {
    Session session = opened.session();
    Holder holder = session.holder();
    Optional<Account> account = parts.standing().account(holder.account());
    Optional<String> fault =
        parts.standing().fault(holder.basis(), session.createdAt(), attempt.now());
    if (account.isEmpty() || fault.isPresent()) {
      parts.sessions().end(session.id());
      return refuse(fault.orElse("there is no such account any more"));
    }
    return Outcome.of(
        new Permit(
            holder,
            account.get(),
            Optional.of(session.endsAt(account.get().inForce())),
            Optional.empty(),
            Optional.of(opened.refreshToken())));
  }

  private static Outcome<Permit> refuse(String detail) {
    return Outcome.refuse(
        Problem.of(
                Code.UNAUTHENTICATED,
                "The refresh token is expired, was used before or is not valid here: log in again.")
            .status(400)
            .parameter("refresh_token")
            .detail(detail));
  }
}
