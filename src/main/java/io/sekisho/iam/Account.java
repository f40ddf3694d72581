package io.sekisho.iam;

import java.time.Instant;

/// A tenant.
///
/// @param metadataServiceEnabled the account's switch: false turns the metadata service off for
///   every instance of the account, whatever the instance says
public record Account(
    AccountId id, String name, boolean metadataServiceEnabled, Instant createdAt) {}
