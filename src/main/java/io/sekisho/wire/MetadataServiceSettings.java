package io.sekisho.wire;

import java.util.Optional;

/// The switches of a compute resource's metadata service; what is left out stays as it is.
///
/// @param protocol `http` or `https`
/// @param responseHopLimit 1 to 64
public record MetadataServiceSettings(
    Optional<Boolean> enabled, Optional<String> protocol, Optional<Integer> responseHopLimit) {

  /// The body of `PATCH` on an instance, a bare metal server or (with `enabled` alone) an account.
  public record Patch(Optional<MetadataServiceSettings> metadataService) {}
}
