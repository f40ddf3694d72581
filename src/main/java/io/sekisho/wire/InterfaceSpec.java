package io.sekisho.wire;

import java.util.List;
import java.util.Optional;

/// A network interface as declared.
///
/// @param name `eth0`, `eth1`, … by its place unless given
/// @param subnet name of the subnet; may be left out if the VPC has exactly one
/// @param address the IPv4 address; the first free one of the subnet unless given
/// @param ipv6Address the IPv6 address; assigned when the subnet has an IPv6 block
/// @param moreAddresses further addresses of either family
public record InterfaceSpec(
    Optional<String> name,
    Optional<String> subnet,
    Optional<String> address,
    Optional<String> ipv6Address,
    List<String> moreAddresses,
    Optional<String> macAddress,
    List<FloatingIpSpec> floatingIps,
    List<Ref> securityGroups,
    Optional<Boolean> allowIpSpoofing,
    Optional<Boolean> autoDelete,
    Optional<Boolean> enableInfrastructureNat,
    Optional<String> protocolStateFilteringMode,
    Optional<Integer> portSpeed) {

  /// A public address translated to the interface's own.
  public record FloatingIpSpec(Optional<String> name, String address) {}
}
