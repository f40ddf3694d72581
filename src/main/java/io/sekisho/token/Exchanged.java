package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Behind;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.util.Optional;

/// A token exchange, granted or refused: what the audit trail is told.
///
/// @param grant the grant type as it was sent, if it is one that we know; else empty
/// @param account whose identity asked, or wanted to become one; empty if that never was clear
/// @param iamId who asked, as far as that was clear; else empty
/// @param name the same, for people
/// @param behind who acts as that, if it is an assumed identity
/// @param clientId the program that asked
/// @param holder of the token that was given out; empty if none was
/// @param refusal why none was
public record Exchanged(
    Instant at,
    String grant,
    Optional<AccountId> account,
    String iamId,
    String name,
    Optional<Behind> behind,
    String clientId,
    Bearers.From from,
    Optional<Holder> holder,
    Optional<Problem> refusal) {}
