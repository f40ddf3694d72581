package io.sekisho.vpc;

import io.sekisho.iam.AccountId;

/// A group of an account's resources, for policies to name.
///
/// @param byDefault whether it is the one for what names none: an account has one such, whose id is
///   the account's
public record ResourceGroup(Identity identity, boolean byDefault) implements Resource {
  /// The id under which the default group's document is kept, for that of the account is taken: by
  /// the account.
  public static String kept(AccountId account) {
    return "default-group-" + account;
  }
}
