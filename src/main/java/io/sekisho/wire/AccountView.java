package io.sekisho.wire;

import java.time.Instant;

/// A tenant as shown.
public record AccountView(String id, String name, Switch metadataService, Instant createdAt)
    implements View {

  /// The account's switch of the metadata service.
  public record Switch(boolean enabled) {}
}
