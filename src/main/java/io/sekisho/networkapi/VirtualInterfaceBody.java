package io.sekisho.networkapi;

import io.sekisho.estate.Holdings;
import io.sekisho.estate.Placed;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.network.VirtualNetworkInterfaces;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A virtual network interface as IBM shows one.
record VirtualInterfaceBody(
    boolean allowIpSpoofing,
    boolean autoDelete,
    Instant createdAt,
    String crn,
    boolean enableInfrastructureNat,
    String href,
    String id,
    List<Addressed> ips,
    String lifecycleState,
    String macAddress,
    String name,
    Addressed primaryIp,
    String protocolStateFilteringMode,
    Named.Group resourceGroup,
    String resourceType,
    List<Named> securityGroups,
    Named subnet,
    Optional<Target> target,
    Named vpc,
    Named.Zone zone) {

  static VirtualInterfaceBody of(
      Request request, Holdings holdings, Placed<VirtualNetworkInterface> place) {
    VirtualNetworkInterface it = place.value();
    return new VirtualInterfaceBody(
        it.allowIpSpoofing(),
        it.autoDelete(),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        it.enableInfrastructureNat(),
        request.href(VirtualNetworkInterfaceRoutes.ALL + "/" + it.id()),
        it.id(),
        VirtualNetworkInterfaces.ips(it).stream().map(ip -> Addressed.of(request, ip)).toList(),
        "stable",
        it.mac().toString(),
        it.name(),
        Addressed.of(request, it.primaryIp()),
        it.protocolStateFilteringMode(),
        Named.Group.of(request, holdings, it),
        "virtual_network_interface",
        groups(request, holdings, it),
        subnet(request, holdings, it),
        Target.attached(request, place),
        Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"),
        Named.Zone.of(request, it.zone()));
  }

  static Named subnet(Request request, Holdings holdings, VirtualNetworkInterface it) {
    return Named.of(request, "/subnets", holdings.get(Subnet.class, it.subnet())).typed("subnet");
  }

  /// Its security groups, by the names that they have now.
  static List<Named> groups(Request request, Holdings holdings, VirtualNetworkInterface it) {
    return it.securityGroups().stream().map(group -> group(request, holdings, group)).toList();
  }

  private static Named group(Request request, Holdings holdings, Reference group) {
    Optional<? extends Resource> found = holdings.maybe(SecurityGroup.class, group.id());
    return found
        .map(it -> Named.of(request, "/security_groups", it))
        .orElseGet(() -> Named.of(request, "/security_groups", group));
  }

  /// The same while it is being deleted.
  VirtualInterfaceBody going() {
    return new VirtualInterfaceBody(
        allowIpSpoofing,
        autoDelete,
        createdAt,
        crn,
        enableInfrastructureNat,
        href,
        id,
        ips,
        "deleting",
        macAddress,
        name,
        primaryIp,
        protocolStateFilteringMode,
        resourceGroup,
        resourceType,
        securityGroups,
        subnet,
        target,
        vpc,
        zone);
  }
}
