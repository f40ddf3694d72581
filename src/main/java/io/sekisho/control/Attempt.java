package io.sekisho.control;

import io.sekisho.audit.Action;
import io.sekisho.iam.AccountId;

/// That somebody wants something changed: what the audit trail tells if it is refused.
///
/// @param account in which; [AccountId#HOUSE] if in none, or it is not clear
/// @param which what the caller called the thing; empty if nothing
public record Attempt(Action action, AccountId account, String which, Initiator by) {
  /// In the caller's own account, or an operator's anywhere.
  public static Attempt by(Initiator by, Action action, String which) {
    return new Attempt(action, by.account().orElse(AccountId.HOUSE), which, by);
  }
}
