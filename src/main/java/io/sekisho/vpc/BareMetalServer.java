package io.sekisho.vpc;

import io.sekisho.iam.ComputeType;
import java.util.List;

/// A bare metal server: has the identity methods, but no metadata documents.
public record BareMetalServer(
    Identity identity,
    String vpc,
    String zone,
    String profile,
    MetadataService metadataService,
    long tokenGeneration,
    Initialization initialization,
    List<NetworkInterface> interfaces)
    implements Compute {
  public BareMetalServer {
    interfaces = List.copyOf(interfaces);
  }

  @Override
  public ComputeType type() {
    return ComputeType.BMS;
  }
}
