package io.sekisho.wire;

import java.util.Optional;

/// The switches of a compute resource's metadata service; what is left out stays as it is.
///
/// @param protocol `http` or `https`
/// @param responseHopLimit 1 to 64
public record MetadataServiceSettings(
    Optional<Boolean> enabled, Optional<String> protocol, Optional<Integer> responseHopLimit) {

  /// The body of `PATCH` on an account, with `enabled` alone.
  public record Patch(Optional<MetadataServiceSettings> metadataService) {}

  /// The body of `PATCH` on an instance or a bare metal server.
  public record ComputePatch(
      Optional<MetadataServiceSettings> metadataService, Optional<CloudInit> cloudInit) {
    public static ComputePatch of(MetadataServiceSettings settings) {
      return new ComputePatch(Optional.of(settings), Optional.empty());
    }
  }

  /// The switch of the seed, at which cloud-init reads without a token.
  public record CloudInit(boolean seed) {}
}
