package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where packets go that leave the subnets that name it, or that come from where it says.
///
/// @param vpc the VPC's id
/// @param byDefault whether it is for subnets that name none: a VPC has one such, which goes with
///   it and not before
/// @param acceptRoutesFrom whose routes it takes: `vpn_gateway`, `vpn_server`
/// @param advertiseRoutesTo who is told its routes: `direct_link`, `transit_gateway`
public record RoutingTable(
    Identity identity,
    String vpc,
    boolean byDefault,
    Ingress ingress,
    List<String> acceptRoutesFrom,
    List<String> advertiseRoutesTo,
    List<Route> routes)
    implements Resource {
  public RoutingTable {
    acceptRoutesFrom = List.copyOf(acceptRoutesFrom);
    advertiseRoutesTo = List.copyOf(advertiseRoutesTo);
    routes = List.copyOf(routes);
  }

  /// The default one of a VPC, with no routes.
  public static RoutingTable byDefault(Identity identity, String vpc) {
    return new RoutingTable(
        identity,
        vpc,
        true,
        Ingress.NONE,
        List.of("vpn_gateway", "vpn_server"),
        List.of(),
        List.of());
  }

  /// What traffic that comes from outside of a zone's subnets it routes.
  public record Ingress(
      boolean directLink, boolean internet, boolean transitGateway, boolean vpcZone) {
    public static final Ingress NONE = new Ingress(false, false, false, false);

    public boolean any() {
      return directLink || internet || transitGateway || vpcZone;
    }
  }

  /// Where packets to some destination go, in one zone.
  ///
  /// @param nextHop `0.0.0.0` unless the action delivers to an address
  /// @param priority 0 to 4; of two routes to one destination the smaller one counts
  /// @param tunnel where it delivers to in place of an address
  public record Route(
      String id,
      String name,
      Instant createdAt,
      String zone,
      Prefix destination,
      Action action,
      Ip nextHop,
      boolean advertise,
      int priority,
      Optional<Tunnel> tunnel) {

    /// Whether another one leads to the same.
    public boolean meets(Route other) {
      return nextHop.equals(other.nextHop) && tunnel.equals(other.tunnel);
    }

    /// Whether another one is for the same packets.
    public boolean rivals(Route other) {
      return zone.equals(other.zone) && destination.equals(other.destination);
    }
  }

  /// A connection of a VPN gateway, by their ids.
  public record Tunnel(String gateway, String connection) {}

  /// What is done with a packet.
  public enum Action {
    /// As the system would.
    DELEGATE,
    /// The same, but never to the internet.
    DELEGATE_VPC,
    /// To the next hop.
    DELIVER,
    DROP
  }

  @Override
  public Set<String> needs() {
    return routes.stream()
        .flatMap(it -> it.tunnel().stream())
        .map(Tunnel::gateway)
        .collect(Collectors.toSet());
  }

  @Override
  public String partOf() {
    return vpc;
  }

  public Optional<Route> route(String routeId) {
    return routes.stream().filter(it -> it.id().equals(routeId)).findFirst();
  }

  /// The same with other routes.
  public RoutingTable with(List<Route> others) {
    return new RoutingTable(
        identity, vpc, byDefault, ingress, acceptRoutesFrom, advertiseRoutesTo, others);
  }

  public Reference reference() {
    return reference("routing_table");
  }
}
