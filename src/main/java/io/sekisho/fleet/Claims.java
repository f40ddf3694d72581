package io.sekisho.fleet;

import io.sekisho.iam.AccountId;
import java.util.List;

/// Whose guests a node may take by itself: nobody's, those of some accounts, or everybody's. An
/// operator can place any guest on any node.
public record Claims(boolean all, List<AccountId> accounts) {
  /// Only an operator places guests.
  public static final Claims NONE = new Claims(false, List.of());

  /// Everybody's.
  public static final Claims ALL = new Claims(true, List.of());

  public Claims {
    accounts = List.copyOf(accounts);
    if (all && !accounts.isEmpty()) {
      throw new IllegalArgumentException("who may take all guests needs no list of accounts");
    }
  }

  /// Whether a node may take a guest of this account.
  public boolean admit(AccountId account) {
    return all || accounts.contains(account);
  }
}
