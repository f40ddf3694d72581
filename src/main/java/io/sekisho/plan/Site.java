package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.InterfaceSpec;
import java.util.List;
import java.util.Optional;

/// Where a declared compute resource will be, found before any address is assigned: what is asked
/// for by name comes before what may be anything.
///
/// @param before what has that name now
record Site(
    Optional<Compute> before, String name, String path, Vpc vpc, String zone, List<Port> ports) {

  /// One of its interfaces.
  ///
  /// @param before the interface that it was, if it stays in its subnet
  /// @param address the IPv4 address if it is declared
  /// @param ipv6Address the IPv6 address if it is declared
  record Port(
      InterfaceSpec spec,
      String path,
      String name,
      String holder,
      Subnet subnet,
      Optional<NetworkInterface> before,
      Optional<Ip> address,
      Optional<Ip> ipv6Address,
      List<Ip> moreAddresses,
      Optional<Mac> mac) {

    /// The address it keeps because no other is declared.
    Optional<Ip> keptAddress() {
      return address.isPresent() ? Optional.empty() : before.map(nic -> nic.primaryIp().address());
    }

    /// The IPv6 address it keeps because no other is declared: its first of the subnet's block.
    Optional<Ip> keptIpv6Address() {
      if (ipv6Address.isPresent() || subnet.ipv6CidrBlock().isEmpty()) {
        return Optional.empty();
      }
      return before.stream()
          .flatMap(nic -> nic.virtualNetworkInterface().moreAddresses().stream())
          .filter(subnet.ipv6CidrBlock().get()::contains)
          .filter(ip -> !moreAddresses.contains(ip))
          .findFirst();
    }

    /// The further reserved IPs that it has: no declaration says anything of those.
    List<ReservedIp> keptIps() {
      return before.map(nic -> nic.virtualNetworkInterface().ips()).orElse(List.of());
    }

    Optional<Mac> keptMac() {
      return mac.isPresent() ? Optional.empty() : before.map(NetworkInterface::mac);
    }
  }
}
