package io.sekisho.networkapi;

import io.sekisho.estate.Holdings;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A network interface of a server in IBM's older form, whichever form it was made in.
///
/// @param allowedVlans only of a bare metal server
/// @param enableInfrastructureNat the same
/// @param interfaceType the same
/// @param macAddress the same
record InterfaceBody(
    boolean allowIpSpoofing,
    Optional<List<Integer>> allowedVlans,
    Instant createdAt,
    Optional<Boolean> enableInfrastructureNat,
    List<Addressed> floatingIps,
    String href,
    String id,
    Optional<String> interfaceType,
    Optional<String> macAddress,
    String name,
    int portSpeed,
    Addressed primaryIp,
    String resourceType,
    List<Named> securityGroups,
    String status,
    Named subnet,
    String type) {

  static InterfaceBody of(
      Request request, Holdings holdings, Compute server, NetworkInterface nic) {
    VirtualNetworkInterface vni = nic.virtualNetworkInterface();
    Optional<VirtualNetworkInterface> metal =
        server instanceof Instance ? Optional.empty() : Optional.of(vni);
    Target own = Target.nic(request, server, nic);
    return new InterfaceBody(
        vni.allowIpSpoofing(),
        metal.map(_ -> List.of()),
        nic.createdAt(),
        metal.map(VirtualNetworkInterface::enableInfrastructureNat),
        vni.floatingIps().stream().map(ip -> Addressed.of(request, ip)).toList(),
        own.href(),
        nic.id(),
        metal.map(_ -> "pci"),
        metal.map(it -> it.mac().toString()),
        nic.name(),
        nic.portSpeed(),
        Addressed.of(request, nic.primaryIp()),
        own.resourceType(),
        VirtualInterfaceBody.groups(request, holdings, vni),
        "available",
        VirtualInterfaceBody.subnet(request, holdings, vni),
        AttachmentBody.type(server, nic));
  }
}
