package io.sekisho.network;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.RoutingTable.Ingress;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The routing tables of a VPC.
public final class RoutingTables {
  private static final int MOST = 50;
  private static final String ADVERTISE = "advertise_routes_to";
  private static final String ACCEPT = "accept_routes_from";
  private static final String DIRECT_LINK = "direct_link";
  private static final String TRANSIT_GATEWAY = "transit_gateway";

  private final Estate estate;

  public RoutingTables(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new table.
  public record Prototype(
      Optional<List<Source>> acceptRoutesFrom,
      Optional<List<String>> advertiseRoutesTo,
      Optional<String> name,
      Optional<Boolean> routeDirectLinkIngress,
      Optional<Boolean> routeInternetIngress,
      Optional<Boolean> routeTransitGatewayIngress,
      Optional<Boolean> routeVpcZoneIngress,
      Optional<List<Routes.Prototype>> routes) {}

  /// What is said of a table that changes.
  public record Patch(
      Optional<List<Source>> acceptRoutesFrom,
      Optional<List<String>> advertiseRoutesTo,
      Optional<String> name,
      Optional<Boolean> routeDirectLinkIngress,
      Optional<Boolean> routeInternetIngress,
      Optional<Boolean> routeTransitGatewayIngress,
      Optional<Boolean> routeVpcZoneIngress) {
    /// Whether it has a list in it, which is replaced as a whole.
    public boolean replacesList() {
      return acceptRoutesFrom.isPresent() || advertiseRoutesTo.isPresent();
    }
  }

  /// @param resourceType whose routes are taken: `vpn_gateway` or `vpn_server`
  public record Source(Optional<String> resourceType) {}

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if the VPC has none such
  public static RoutingTable get(Holdings holdings, String vpc, String id) {
    return holdings
        .maybe(RoutingTable.class, id)
        .filter(it -> it.vpc().equals(vpc))
        .orElseThrow(
            () ->
                Refusal.nothing("routing table", id, "VPC " + holdings.get(Vpc.class, vpc).name()));
  }

  /// All of a VPC.
  public static List<RoutingTable> all(Holdings holdings, String vpc) {
    return holdings.all(RoutingTable.class, it -> it.vpc().equals(vpc));
  }

  /// The subnets that use one.
  public static List<Subnet> users(Holdings holdings, RoutingTable table) {
    return holdings.all(
        Subnet.class, it -> it.routingTable().filter(table.id()::equals).isPresent());
  }

  public Outcome<RoutingTable> create(Actor actor, String vpcId, Prototype said) {
    return estate.write(
        actor,
        Action.ROUTING_TABLE_CREATE,
        "",
        scene -> {
          Vpc vpc = scene.get(Vpc.class, vpcId);
          List<RoutingTable> others = all(scene, vpcId);
          scene.expectRoom(others.size(), MOST, "routing tables in the VPC");
          Ingress ingress =
              new Ingress(
                  said.routeDirectLinkIngress().orElse(false),
                  said.routeInternetIngress().orElse(false),
                  said.routeTransitGatewayIngress().orElse(false),
                  said.routeVpcZoneIngress().orElse(false));
          Identity identity =
              scene.regional(
                  "routing-table",
                  vpc.region(),
                  Names.own(said.name(), others, ""),
                  Optional.of(vpc.identity().resourceGroup()));
          RoutingTable made =
              new RoutingTable(
                  identity,
                  vpcId,
                  false,
                  ingress,
                  said.acceptRoutesFrom().map(RoutingTables::sources).orElse(List.of()),
                  said.advertiseRoutesTo().map(RoutingTables::targets).orElse(List.of()),
                  List.of());
          check(scene, made);
          for (Routes.Prototype route : said.routes().orElse(List.of())) {
            made = Routes.with(scene, vpc, made, route);
          }
          return scene.put(made);
        });
  }

  private static List<String> sources(List<Source> all) {
    List<String> types = all.stream().map(it -> it.resourceType().orElse("")).distinct().toList();
    if (!Set.of("vpn_gateway", "vpn_server").containsAll(types)) {
      throw Refusal.invalid(ACCEPT, "A resource_type is vpn_gateway or vpn_server.");
    }
    return types;
  }

  private static List<String> targets(List<String> all) {
    List<String> targets = all.stream().distinct().toList();
    if (!Set.of(DIRECT_LINK, TRANSIT_GATEWAY).containsAll(targets)) {
      throw Refusal.invalid(ADVERTISE, "Each is direct_link or transit_gateway.");
    }
    return targets;
  }

  /// @param seen the entity tag that the caller saw
  public Outcome<RoutingTable> update(
      Actor actor, String vpc, String id, Patch said, Optional<String> seen) {
    return estate.write(
        actor,
        Action.ROUTING_TABLE_UPDATE,
        id,
        scene -> {
          RoutingTable before = scene.unchanged(get(scene, vpc, id), seen);
          Ingress ingress = before.ingress();
          String name = Names.renamed(said.name(), before, all(scene, vpc));
          RoutingTable after =
              new RoutingTable(
                  Scene.renamed(before.identity(), name),
                  vpc,
                  before.byDefault(),
                  new Ingress(
                      said.routeDirectLinkIngress().orElse(ingress.directLink()),
                      said.routeInternetIngress().orElse(ingress.internet()),
                      said.routeTransitGatewayIngress().orElse(ingress.transitGateway()),
                      said.routeVpcZoneIngress().orElse(ingress.vpcZone())),
                  said.acceptRoutesFrom()
                      .map(RoutingTables::sources)
                      .orElse(before.acceptRoutesFrom()),
                  said.advertiseRoutesTo()
                      .map(RoutingTables::targets)
                      .orElse(before.advertiseRoutesTo()),
                  before.routes());
          check(scene, after);
          return scene.put(after);
        });
  }

  private static void check(Scene scene, RoutingTable table) {
    Ingress ingress = table.ingress();
    one(scene, table, Ingress::directLink, "route_direct_link_ingress");
    one(scene, table, Ingress::internet, "route_internet_ingress");
    one(scene, table, Ingress::transitGateway, "route_transit_gateway_ingress");
    one(scene, table, Ingress::vpcZone, "route_vpc_zone_ingress");
    if (ingress.any() && (table.byDefault() || !users(scene, table).isEmpty())) {
      throw Refusal.conflict(
          "A routing table is either for subnets or for what enters the VPC: take another one.");
    }
    if ((table.advertiseRoutesTo().contains(DIRECT_LINK) && !ingress.directLink())
        || (table.advertiseRoutesTo().contains(TRANSIT_GATEWAY) && !ingress.transitGateway())) {
      throw Refusal.invalid(
          ADVERTISE, "Routes are advertised only to where ingress traffic is routed from.");
    }
    if (!table.advertiseRoutesTo().isEmpty()) {
      scene.expect(Routes.MAY_ADVERTISE, table);
    }
  }

  /// Of each source of traffic at most one table of the VPC is.
  private static void one(
      Scene scene, RoutingTable table, Predicate<Ingress> source, String field) {
    boolean second =
        all(scene, table.vpc()).stream()
            .anyMatch(it -> !it.id().equals(table.id()) && source.test(it.ingress()));
    if (source.test(table.ingress()) && second) {
      throw Refusal.invalid(
          field, "Another routing table of the VPC is for that: take it away from that first.");
    }
  }

  public Outcome<RoutingTable> delete(Actor actor, String vpc, String id, Optional<String> seen) {
    return estate.write(
        actor,
        Action.ROUTING_TABLE_DELETE,
        id,
        scene -> {
          RoutingTable table = scene.unchanged(get(scene, vpc, id), seen);
          if (table.byDefault()) {
            throw Refusal.conflict("The default routing table goes with its VPC, not before.");
          }
          scene.delete(table);
          return table;
        });
  }
}
