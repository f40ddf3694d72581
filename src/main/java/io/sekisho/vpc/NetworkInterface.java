package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import java.time.Instant;
import java.util.List;

/// One network interface of a compute resource: its attachment, and the virtual network interface
/// behind it.
///
/// @param id the attachment's id, also its id under the older `network_interfaces`
/// @param portSpeed in Mbit/s
public record NetworkInterface(
    String id,
    String name,
    int portSpeed,
    Instant createdAt,
    VirtualNetworkInterface virtualNetworkInterface) {

  public int mark() {
    return virtualNetworkInterface.mark();
  }

  public Mac mac() {
    return virtualNetworkInterface.mac();
  }

  /// The subnet's id.
  public String subnet() {
    return virtualNetworkInterface.subnet();
  }

  public ReservedIp primaryIp() {
    return virtualNetworkInterface.primaryIp();
  }

  /// Every address from which this interface may speak, the primary one first.
  public List<Ip> addresses() {
    return virtualNetworkInterface.addresses();
  }

  /// Whether it was made as one of IBM's older network interfaces, which are no attachments of
  /// anything: what stands behind it is nothing of its own, and has its id.
  public boolean older() {
    return id.equals(virtualNetworkInterface.id());
  }

  /// The same under another name.
  public NetworkInterface named(String other) {
    return new NetworkInterface(id, other, portSpeed, createdAt, virtualNetworkInterface);
  }

  /// The same with another version of its virtual network interface, or of what stands in that.
  public NetworkInterface with(Resource part) {
    VirtualNetworkInterface vni =
        part instanceof VirtualNetworkInterface it && it.id().equals(virtualNetworkInterface.id())
            ? it
            : virtualNetworkInterface.with(part);
    return new NetworkInterface(id, name, portSpeed, createdAt, vni);
  }
}
