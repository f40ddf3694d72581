package io.sekisho.identity;

import io.sekisho.control.Turn;
import io.sekisho.iam.AccountId;

/// Is told that an identity is no more, in the very write that removes it, and removes what was its
/// own: policies, memberships, keys, trust.
@FunctionalInterface
public interface Departure {
  /// @param iamId of a user, a service id or a trusted profile
  void left(Turn turn, AccountId account, String iamId);
}
