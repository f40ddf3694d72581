package io.sekisho.audit;

import io.sekisho.iam.AccountId;
import java.time.Instant;

/// A record of the trail before it has its place in the chain.
///
/// @param at in whole milliseconds, as databases keep it
/// @param account whose it is
/// @param target id of what it is about; empty if that never was clear
/// @param action IBM's event name
/// @param body the event, as one line of JSON
public record Draft(Instant at, AccountId account, String target, String action, String body) {}
