package io.sekisho.networkapi;

import io.sekisho.estate.Holdings;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.network.RoutingTables;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.RoutingTable.Route;
import io.sekisho.vpc.RoutingTable.Tunnel;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A routing table as IBM shows one.
record RoutingTableBody(
    List<Source> acceptRoutesFrom,
    List<String> advertiseRoutesTo,
    Instant createdAt,
    String crn,
    String href,
    String id,
    boolean isDefault,
    String lifecycleState,
    String name,
    Named.Group resourceGroup,
    String resourceType,
    boolean routeDirectLinkIngress,
    boolean routeInternetIngress,
    boolean routeTransitGatewayIngress,
    boolean routeVpcZoneIngress,
    List<Reference> routes,
    List<Named> subnets) {

  /// Whose routes it takes.
  record Source(String resourceType) {}

  /// How a route is named.
  record Reference(String href, String id, String name) {}

  /// The path of a VPC's tables.
  static String all(String vpc) {
    return VpcBody.ALL + "/" + vpc + "/routing_tables";
  }

  private static String path(RoutingTable it) {
    return all(it.vpc()) + "/" + it.id();
  }

  static RoutingTableBody of(Request request, Holdings holdings, RoutingTable it) {
    return new RoutingTableBody(
        it.acceptRoutesFrom().stream().map(Source::new).toList(),
        it.advertiseRoutesTo(),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        request.href(path(it)),
        it.id(),
        it.byDefault(),
        "stable",
        it.name(),
        Named.Group.of(request, holdings, it),
        "routing_table",
        it.ingress().directLink(),
        it.ingress().internet(),
        it.ingress().transitGateway(),
        it.ingress().vpcZone(),
        it.routes().stream()
            .map(route -> new Reference(href(request, it, route), route.id(), route.name()))
            .toList(),
        RoutingTables.users(holdings, it).stream()
            .map(subnet -> SubnetBody.reference(request, subnet))
            .toList());
  }

  private static String href(Request request, RoutingTable it, Route route) {
    return request.href(path(it) + "/routes/" + route.id());
  }

  /// A route as IBM shows one.
  record RouteBody(
      String action,
      boolean advertise,
      Instant createdAt,
      String destination,
      String href,
      String id,
      String lifecycleState,
      String name,
      Hop nextHop,
      String origin,
      int priority,
      Named.Zone zone) {
    static RouteBody of(Request request, Holdings holdings, RoutingTable table, Route it) {
      return new RouteBody(
          it.action().name().toLowerCase(Locale.ROOT),
          it.advertise(),
          it.createdAt(),
          it.destination().toString(),
          RoutingTableBody.href(request, table, it),
          it.id(),
          "stable",
          it.name(),
          Hop.of(request, holdings, it),
          "user",
          it.priority(),
          Named.Zone.of(request, it.zone()));
    }
  }

  /// Where packets go next: an address, or a connection of a VPN gateway.
  record Hop(
      Optional<String> address,
      Optional<String> href,
      Optional<String> id,
      Optional<String> name,
      Optional<String> resourceType) {
    static Hop of(Request request, Holdings holdings, Route it) {
      return it.tunnel()
          .map(tunnel -> of(request, holdings, tunnel))
          .orElseGet(
              () ->
                  new Hop(
                      Optional.of(it.nextHop().toString()),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()));
    }

    private static Hop of(Request request, Holdings holdings, Tunnel it) {
      String path = "/vpn_gateways/" + it.gateway() + "/connections/" + it.connection();
      return new Hop(
          Optional.empty(),
          Optional.of(request.href(path)),
          Optional.of(it.connection()),
          holdings
              .maybe(VpnGateway.class, it.gateway())
              .flatMap(gateway -> gateway.connection(it.connection()))
              .map(VpnConnection::name),
          Optional.of("vpn_gateway_connection"));
    }
  }
}
