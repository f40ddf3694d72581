package io.sekisho.vpc;

import io.sekisho.address.Ip;
import java.util.List;

/// An address of a subnet that is somebody's.
///
/// @param subnet the subnet's id
/// @param autoDelete whether it goes with what it is bound to
public record ReservedIp(Identity identity, String subnet, Ip address, boolean autoDelete)
    implements Resource {
  @Override
  public String partOf() {
    return subnet;
  }

  @Override
  public List<Claim> claims() {
    return List.of(new Claim(subnet, address));
  }
}
