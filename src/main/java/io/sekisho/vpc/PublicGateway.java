package io.sekisho.vpc;

import java.util.List;
import java.util.Set;

/// The way to the internet for the subnets of one zone that name it.
///
/// @param vpc the VPC's id
/// @param floatingIp the address that their packets have there
/// @param made whether that was made along with it, and goes with it
public record PublicGateway(
    Identity identity, String vpc, String zone, FloatingIp floatingIp, boolean made)
    implements Resource {
  @Override
  public Set<String> needs() {
    return Set.of(vpc);
  }

  @Override
  public List<Resource> bound() {
    return List.of(floatingIp);
  }

  @Override
  public PublicGateway with(Resource part) {
    return part instanceof FloatingIp ip && ip.id().equals(floatingIp.id())
        ? new PublicGateway(identity, vpc, zone, ip, made)
        : this;
  }

  public Reference reference() {
    return reference("public_gateway");
  }
}
