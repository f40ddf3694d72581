package io.sekisho.networkapi;

import io.sekisho.estate.Holdings;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A network attachment as IBM shows one.
///
/// @param allowedVlans only of a bare metal server
/// @param interfaceType the same
record AttachmentBody(
    Optional<List<Integer>> allowedVlans,
    Instant createdAt,
    String href,
    String id,
    Optional<String> interfaceType,
    String lifecycleState,
    String name,
    int portSpeed,
    Addressed primaryIp,
    String resourceType,
    Named subnet,
    String type,
    Named virtualNetworkInterface) {

  static AttachmentBody of(
      Request request, Holdings holdings, Compute server, NetworkInterface nic) {
    boolean metal = !(server instanceof Instance);
    Target own = Target.attachment(request, server, nic);
    return new AttachmentBody(
        metal ? Optional.of(List.of()) : Optional.empty(),
        nic.createdAt(),
        own.href(),
        nic.id(),
        metal ? Optional.of("pci") : Optional.empty(),
        "stable",
        nic.name(),
        nic.portSpeed(),
        Addressed.of(request, nic.primaryIp()),
        own.resourceType(),
        VirtualInterfaceBody.subnet(request, holdings, nic.virtualNetworkInterface()),
        type(server, nic),
        Named.of(request, VirtualNetworkInterfaceRoutes.ALL, nic.virtualNetworkInterface())
            .typed("virtual_network_interface"));
  }

  static String type(Compute server, NetworkInterface nic) {
    return server.interfaces().getFirst().id().equals(nic.id()) ? "primary" : "secondary";
  }
}
