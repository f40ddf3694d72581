package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a compute resource is in the network: its place in a subnet, its addresses, its security
/// groups.
///
/// @param mark small number, unique in the fleet and never reused: names the tap, marks its packets
/// @param subnet the subnet's id
/// @param vpc the VPC's id
/// @param primaryIp the IPv4 address
/// @param ips further addresses that are resources of the subnet
/// @param moreAddresses further addresses of either family that are the interface's own, and no
///   resources
/// @param autoDelete whether it goes with what it is attached to
/// @param protocolStateFilteringMode `auto`, `enabled` or `disabled`
public record VirtualNetworkInterface(
    Identity identity,
    int mark,
    Mac mac,
    String vpc,
    String zone,
    String subnet,
    ReservedIp primaryIp,
    List<ReservedIp> ips,
    List<Ip> moreAddresses,
    List<FloatingIp> floatingIps,
    List<Reference> securityGroups,
    boolean allowIpSpoofing,
    boolean autoDelete,
    boolean enableInfrastructureNat,
    String protocolStateFilteringMode)
    implements Resource.Guarded, Resource.Reserving {
  /// The first bytes of every assigned MAC: locally administered, and below them the mark.
  private static final long MAC_BASE = 0x02_5e_0000_0000L;

  private static final long MAC_STEP = 0x01_0000_0000L;

  public VirtualNetworkInterface {
    ips = List.copyOf(ips);
    moreAddresses = List.copyOf(moreAddresses);
    floatingIps = List.copyOf(floatingIps);
    securityGroups = List.copyOf(securityGroups);
    if (mark < 1) {
      throw new IllegalArgumentException("an interface's mark is a positive number");
    }
  }

  @Override
  public Set<String> needs() {
    return Stream.concat(Stream.of(subnet), securityGroups.stream().map(Reference::id))
        .collect(Collectors.toSet());
  }

  @Override
  public List<Resource> bound() {
    List<Resource> all = new ArrayList<>(ips.size() + floatingIps.size() + 1);
    all.add(primaryIp);
    all.addAll(ips);
    all.addAll(floatingIps);
    return all;
  }

  @Override
  public VirtualNetworkInterface with(Resource part) {
    return switch (part) {
      case ReservedIp ip when ip.id().equals(primaryIp.id()) ->
          with(ip, ips, floatingIps, securityGroups);
      case ReservedIp ip -> withIps(replaced(ips, ip));
      case FloatingIp ip -> withFloatingIps(replaced(floatingIps, ip));
      default -> this;
    };
  }

  private static <T extends Resource> List<T> replaced(List<T> all, T part) {
    return all.stream().map(it -> it.id().equals(part.id()) ? part : it).toList();
  }

  @Override
  public VirtualNetworkInterface withIps(List<ReservedIp> others) {
    return with(primaryIp, others, floatingIps, securityGroups);
  }

  /// The same with other floating IPs.
  public VirtualNetworkInterface withFloatingIps(List<FloatingIp> others) {
    return with(primaryIp, ips, others, securityGroups);
  }

  @Override
  public VirtualNetworkInterface withSecurityGroups(List<Reference> others) {
    return with(primaryIp, ips, floatingIps, others);
  }

  /// What may be set of one at any time.
  public record Modes(
      boolean allowIpSpoofing,
      boolean autoDelete,
      boolean enableInfrastructureNat,
      String protocolStateFilteringMode) {}

  /// The same as it is set now.
  public VirtualNetworkInterface set(Identity other, Modes modes) {
    return new VirtualNetworkInterface(
        other,
        mark,
        mac,
        vpc,
        zone,
        subnet,
        primaryIp,
        ips,
        moreAddresses,
        floatingIps,
        securityGroups,
        modes.allowIpSpoofing,
        modes.autoDelete,
        modes.enableInfrastructureNat,
        modes.protocolStateFilteringMode);
  }

  private VirtualNetworkInterface with(
      ReservedIp primary,
      List<ReservedIp> further,
      List<FloatingIp> floating,
      List<Reference> groups) {
    return new VirtualNetworkInterface(
        identity,
        mark,
        mac,
        vpc,
        zone,
        subnet,
        primary,
        further,
        moreAddresses,
        floating,
        groups,
        allowIpSpoofing,
        autoDelete,
        enableInfrastructureNat,
        protocolStateFilteringMode);
  }

  @Override
  public List<Claim> claims() {
    return addresses().stream().map(ip -> new Claim(subnet, ip)).toList();
  }

  /// The MAC address of a mark, which no other interface has; the next one like it, if somebody
  /// chose that.
  public static Mac mac(int mark, Predicate<Mac> taken) {
    Mac mac = new Mac(MAC_BASE + mark);
    while (taken.test(mac)) {
      mac = new Mac(mac.bits() + MAC_STEP);
    }
    return mac;
  }

  /// Every address from which it may speak, the primary one first.
  public List<Ip> addresses() {
    List<Ip> all = new ArrayList<>(ips.size() + moreAddresses.size() + 1);
    all.add(primaryIp.address());
    ips.forEach(ip -> all.add(ip.address()));
    all.addAll(moreAddresses);
    return all;
  }

  public Reference reference() {
    return reference("virtual_network_interface");
  }
}
