package io.sekisho.vpc;

/// The three switches of one compute resource's metadata service (IBM VPC API, `metadata_service`).
///
/// @param enabled false by default: no answer at all
/// @param protocol the one protocol that is served; the other is not there
/// @param responseHopLimit IP TTL or hop limit of every packet of an answer, 1 to 64; 1 keeps
///   answers on the first host they reach
public record MetadataService(boolean enabled, Protocol protocol, int responseHopLimit) {
  public static final int MAX_HOP_LIMIT = 64;
  public static final MetadataService OFF = new MetadataService(false, Protocol.HTTP, 1);

  public MetadataService {
    if (responseHopLimit < 1 || responseHopLimit > MAX_HOP_LIMIT) {
      throw new IllegalArgumentException("response_hop_limit is between 1 and " + MAX_HOP_LIMIT);
    }
  }

  /// Served in the clear or under TLS, never both.
  public enum Protocol {
    HTTP,
    HTTPS
  }
}
