package io.sekisho.vpc;

import io.sekisho.address.Ip;
import java.util.List;

/// A public address that is translated to an interface's own.
public record FloatingIp(Identity identity, String zone, Ip address) implements Resource {
  @Override
  public List<Ip> publicIps() {
    return List.of(address);
  }
}
