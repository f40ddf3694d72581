package io.sekisho.iam;

import java.time.Instant;
import java.util.Optional;

/// A tenant.
///
/// @param metadataServiceEnabled the account's switch: false turns the metadata service off for
///   every instance of the account, whatever the instance says
/// @param settings what was decided about identities; absent if nothing ever was
public record Account(
    AccountId id,
    String name,
    boolean metadataServiceEnabled,
    Optional<AccountSettings> settings,
    Instant createdAt) {
  /// An account whose identities have the default limits.
  public Account(AccountId id, String name, boolean metadataServiceEnabled, Instant createdAt) {
    this(id, name, metadataServiceEnabled, Optional.empty(), createdAt);
  }

  /// The settings in force.
  public AccountSettings inForce() {
    return settings.orElse(AccountSettings.NONE);
  }

  /// The same account with its switch of the metadata service on or off.
  public Account switched(boolean enabled) {
    return new Account(id, name, enabled, settings, createdAt);
  }

  /// The same account with other settings.
  public Account with(AccountSettings other) {
    return new Account(id, name, metadataServiceEnabled, Optional.of(other), createdAt);
  }
}
