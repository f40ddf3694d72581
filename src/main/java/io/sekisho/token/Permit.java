package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.iam.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// That a token may be made.
///
/// @param account whose settings bound it
/// @param until by when it has to be over, if by then; its account's settings bound it too
/// @param session how long the session may last that begins with it, if one does
/// @param refreshToken the next one of the session that goes on with it, if one does
record Permit(
    Holder holder,
    Account account,
    Optional<Instant> until,
    Optional<Duration> session,
    Optional<String> refreshToken) {
  static Permit of(Holder holder, Account account) {
    return new Permit(holder, account, Optional.empty(), Optional.empty(), Optional.empty());
  }

  Permit until(Optional<Instant> end) {
    return new Permit(holder, account, end, session, refreshToken);
  }

  Permit beginning(Duration session) {
    return new Permit(holder, account, until, Optional.of(session), refreshToken);
  }
}
