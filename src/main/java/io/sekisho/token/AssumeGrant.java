package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Held;
import io.sekisho.iam.Account;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;

/// An access token for one of a trusted profile that names the token's holder.
final class AssumeGrant implements Grant {
  /// How many profiles may be assumed one from another: each is looked at whenever the token is
  /// shown.
  private static final int DEEPEST = 4;

  private final Tokens.Parts parts;
  private final Profiles profiles;

  AssumeGrant(Tokens.Parts parts, Profiles profiles) {
    this.parts = parts;
    this.profiles = profiles;
  }

  @Override
  public Outcome<Permit> decide(Attempt attempt) {
    return attempt
        .required("access_token")
        .then(this::held)
        .then(
            held -> {
              Holder holder = held.holder();
              attempt.by(holder);
              return profiles
                  .named(attempt, Optional.of(holder.account()))
                  .then(profile -> permit(attempt, holder, profile));
            });
  }

  private Outcome<Held> held(String token) {
    return switch (parts.bearers().held(token)) {
      case Outcome.Granted<Held> granted -> granted;
      case Outcome.Refused<Held>(Problem problem) ->
          Outcome.refuse(
              Problem.of(
                      Code.UNAUTHENTICATED, "Provided access token is expired or not valid here.")
                  .status(400)
                  .parameter("access_token")
                  .detail(problem.detail()));
    };
  }

  private Outcome<Permit> permit(Attempt attempt, Holder holder, TrustedProfile profile) {
    boolean named = Standing.names(profile, holder.iamId(), holder.account()).isPresent();
    if (!named || holder.basis().assumed().size() >= DEEPEST) {
      return Profiles.untrusting(
          named ? "too many profiles were assumed one from another" : "it is not named there");
    }
    Optional<Account> account = parts.standing().account(profile.account());
    if (account.isEmpty()) {
      return Profiles.untrusting("its account is gone");
    }
    return Addresses.admit(parts.standing(), holder, attempt)
        .map(it -> it.as(profile, it.iamId(), Tokens.ASSUME))
        .then(next -> Addresses.admit(parts.standing(), next, attempt))
        .map(next -> Permit.of(next, account.get()));
  }
}
