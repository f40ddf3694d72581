package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One network interface of a compute resource: its attachment, and the virtual network interface
/// behind it.
///
/// @param id the attachment's id, also its id under the older `network_interfaces`
/// @param mark small number, unique in the fleet and never reused: names the tap, marks its packets
/// @param subnet the subnet's id
/// @param primaryIp the IPv4 address
/// @param moreAddresses further addresses of either family that are the interface's own
/// @param portSpeed in Mbit/s
/// @param protocolStateFilteringMode `auto`, `enabled` or `disabled`
public record NetworkInterface(
    String id,
    String name,
    int mark,
    Mac mac,
    String subnet,
    ReservedIp primaryIp,
    List<Ip> moreAddresses,
    List<FloatingIp> floatingIps,
    List<Reference> securityGroups,
    Reference virtualNetworkInterface,
    boolean allowIpSpoofing,
    boolean autoDelete,
    boolean enableInfrastructureNat,
    String protocolStateFilteringMode,
    int portSpeed,
    Instant createdAt) {
  public NetworkInterface {
    moreAddresses = List.copyOf(moreAddresses);
    floatingIps = List.copyOf(floatingIps);
    securityGroups = List.copyOf(securityGroups);
    if (mark < 1) {
      throw new IllegalArgumentException("an interface's mark is a positive number");
    }
  }

  /// Every address from which this interface may speak, the primary one first.
  public List<Ip> addresses() {
    List<Ip> all = new ArrayList<>(moreAddresses.size() + 1);
    all.add(primaryIp.address());
    all.addAll(moreAddresses);
    return all;
  }

  /// The address as a resource of its subnet.
  public record ReservedIp(String id, String name, Ip address) {}

  /// A public address that is translated to the interface's own.
  public record FloatingIp(String id, String crn, String name, Ip address) {}
}
