package io.sekisho.networkapi;

import io.sekisho.estate.Holdings;
import io.sekisho.estate.Placed;
import io.sekisho.network.VirtualNetworkInterfaces;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Resource.Guarded;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.util.List;
import java.util.Optional;

/// What something is bound or attached to, as IBM's documents name it.
///
/// @param crn absent of what is a part of something
public record Target(
    Optional<String> crn,
    String href,
    String id,
    String name,
    Optional<Addressed> primaryIp,
    String resourceType,
    Optional<Named> subnet) {

  /// What a floating IP is bound to.
  static Optional<Target> of(Request request, Holdings holdings, Placed<FloatingIp> ip) {
    return ip.target()
        .map(
            it ->
                it instanceof VirtualNetworkInterface vni
                    ? interfaceOf(request, holdings, vni, ip.in())
                    : whole(request, it));
  }

  /// What a reserved IP is bound to.
  static Optional<Target> reserving(Request request, Placed<ReservedIp> ip) {
    return ip.target()
        .map(
            it ->
                it instanceof VirtualNetworkInterface vni
                    ? older(vni, ip.in())
                        .map(nic -> nic(request, server(ip.in()).orElseThrow(), nic))
                        .orElseGet(() -> whole(request, vni))
                    : whole(request, it));
  }

  /// What a virtual network interface is attached to.
  static Optional<Target> attached(Request request, Placed<VirtualNetworkInterface> vni) {
    return VirtualNetworkInterfaces.nic(vni)
        .map(nic -> attachment(request, VirtualNetworkInterfaces.server(vni).orElseThrow(), nic));
  }

  /// What is in a security group.
  public static Target guarded(Request request, Holdings holdings, Placed<Guarded> place) {
    if (!(place.value() instanceof VirtualNetworkInterface vni)) {
      return whole(request, place.value());
    }
    return older(vni, place.in())
        .map(nic -> nic(request, server(place.in()).orElseThrow(), nic))
        .orElseGet(() -> interfaceOf(request, holdings, vni, place.in()));
  }

  private static Target interfaceOf(
      Request request, Holdings holdings, VirtualNetworkInterface vni, List<Resource> in) {
    Optional<Addressed> primary = Optional.of(Addressed.of(request, vni.primaryIp()));
    Optional<NetworkInterface> older = older(vni, in);
    if (older.isPresent()) {
      Target nic = nic(request, server(in).orElseThrow(), older.get());
      return new Target(
          nic.crn, nic.href, nic.id, nic.name, primary, nic.resourceType, Optional.empty());
    }
    Target it = whole(request, vni);
    Named subnet = Named.of(request, "/subnets", holdings.get(Subnet.class, vni.subnet()));
    return new Target(
        it.crn,
        it.href,
        it.id,
        it.name,
        primary,
        it.resourceType,
        Optional.of(subnet.typed("subnet")));
  }

  private static Optional<Compute> server(List<Resource> in) {
    return in.isEmpty() || !(in.getLast() instanceof Compute server)
        ? Optional.empty()
        : Optional.of(server);
  }

  private static Optional<NetworkInterface> older(VirtualNetworkInterface vni, List<Resource> in) {
    return server(in).stream()
        .flatMap(server -> server.interfaces().stream())
        .filter(nic -> nic.id().equals(vni.id()))
        .findFirst();
  }

  static Target nic(Request request, Compute server, NetworkInterface nic) {
    return new Target(
        Optional.empty(),
        request.href(path(server) + "/network_interfaces/" + nic.id()),
        nic.id(),
        nic.name(),
        Optional.empty(),
        "network_interface",
        Optional.empty());
  }

  static Target attachment(Request request, Compute server, NetworkInterface nic) {
    return new Target(
        Optional.empty(),
        request.href(path(server) + "/network_attachments/" + nic.id()),
        nic.id(),
        nic.name(),
        Optional.empty(),
        server instanceof Instance
            ? "instance_network_attachment"
            : "bare_metal_server_network_attachment",
        Optional.empty());
  }

  private static String path(Compute server) {
    return (server instanceof Instance ? "/instances/" : "/bare_metal_servers/") + server.id();
  }

  /// A resource of its own.
  private static Target whole(Request request, Resource it) {
    String said = it.identity().crn().type().replace('-', '_');
    String type = said.equals("vpn") ? "vpn_gateway" : said;
    return new Target(
        Optional.of(it.identity().crn().toString()),
        request.href("/" + type + "s/" + it.id()),
        it.id(),
        it.name(),
        Optional.empty(),
        type,
        Optional.empty());
  }
}
