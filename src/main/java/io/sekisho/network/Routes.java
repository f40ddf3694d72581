package io.sekisho.network;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.RoutingTable.Route;
import io.sekisho.vpc.RoutingTable.Tunnel;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The routes of a routing table.
public final class Routes {
  static final String MAY_ADVERTISE = "is.vpc.routing-table.advertise";

  private static final int MOST = 200;
  private static final int MOST_LENGTHS = 14;
  private static final int MOST_ADVERTISED = 70;
  private static final int LAST = 4;
  private static final int USUAL = 2;
  private static final Ip NOWHERE = Ip.parse("0.0.0.0");
  private static final String HOP = "next_hop";

  private final Estate estate;

  public Routes(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new route.
  ///
  /// @param action `deliver`, unless said
  /// @param priority 0 to 4; 2, unless said
  public record Prototype(
      Optional<String> action,
      Optional<Boolean> advertise,
      Optional<String> destination,
      Optional<String> name,
      Optional<Hop> nextHop,
      Optional<Integer> priority,
      Optional<Which> zone) {}

  /// What is said of a route that changes.
  public record Patch(
      Optional<Boolean> advertise,
      Optional<String> name,
      Optional<Hop> nextHop,
      Optional<Integer> priority) {}

  /// @param id of a VPN gateway's connection, in place of an address
  /// @param href the same by its address
  public record Hop(Optional<String> address, Optional<String> id, Optional<String> href) {}

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public static Route get(RoutingTable table, String id) {
    return table
        .route(id)
        .orElseThrow(() -> Refusal.nothing("route", id, "routing table " + table.name()));
  }

  public Outcome<Route> create(Actor actor, String vpcId, String table, Prototype said) {
    return estate.write(
        actor,
        Action.ROUTE_CREATE,
        table,
        scene -> {
          Vpc vpc = scene.get(Vpc.class, vpcId);
          RoutingTable after = with(scene, vpc, RoutingTables.get(scene, vpcId, table), said);
          scene.put(after);
          return after.routes().getLast();
        });
  }

  /// A table with one more route.
  static RoutingTable with(Scene scene, Vpc vpc, RoutingTable table, Prototype said) {
    scene.expectRoom(table.routes().size(), MOST, "routes in the routing table");
    RoutingTable.Action action = action(said.action().orElse("deliver"));
    Prefix destination =
        Blocks.parsed(
            said.destination()
                .orElseThrow(() -> Refusal.missing("destination", "Give destination.")),
            "destination");
    Which zone = said.zone().orElseThrow(() -> Refusal.missing("zone", "Give zone."));
    Next next = next(scene, vpc.id(), action, said.nextHop());
    Route made =
        new Route(
            scene.minter().regional(vpc.region()),
            name(said.name(), table, ""),
            scene.now(),
            Zones.find(scene.catalog(), vpc, zone, "zone"),
            destination,
            action,
            next.address(),
            said.advertise().orElse(false),
            priority(said.priority().orElse(USUAL)),
            next.tunnel());
    return put(scene, table, made);
  }

  private static RoutingTable.Action action(String said) {
    return Arrays.stream(RoutingTable.Action.values())
        .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(said))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "action", "It is one of delegate, delegate_vpc, deliver and drop."));
  }

  private static String name(Optional<String> given, RoutingTable table, String id) {
    return Names.own(
        Names.unreserved(given),
        table.routes().stream()
            .filter(it -> !it.id().equals(id))
            .map(Route::name)
            .collect(Collectors.toSet()));
  }

  /// Where a route delivers to: an address, or a connection of a VPN gateway.
  private record Next(Ip address, Optional<Tunnel> tunnel) {
    static Next of(Route route) {
      return new Next(route.nextHop(), route.tunnel());
    }
  }

  private static Next next(
      Scene scene, String vpc, RoutingTable.Action action, Optional<Hop> said) {
    Optional<String> connection =
        said.flatMap(
            it -> it.id().or(() -> it.href().map(at -> at.substring(at.lastIndexOf('/') + 1))));
    Optional<Tunnel> tunnel = connection.map(id -> tunnel(scene, vpc, id));
    Ip ip = said.flatMap(Hop::address).map(text -> Blocks.ip(text, HOP)).orElse(NOWHERE);
    boolean nowhere = ip.equals(NOWHERE) && tunnel.isEmpty();
    if (tunnel.isPresent() && !ip.equals(NOWHERE)) {
      throw Refusal.invalid(HOP, "Give an address or a VPN gateway's connection, one of the two.");
    }
    if (action == RoutingTable.Action.DELIVER == nowhere) {
      throw Refusal.invalid(
          HOP,
          nowhere
              ? "Give the address that packets are delivered to."
              : "Only a route that delivers has a next hop: leave it out.");
    }
    return new Next(ip, tunnel);
  }

  private static Tunnel tunnel(Scene scene, String vpc, String id) {
    return scene
        .all(VpnGateway.class, it -> it.vpc().equals(vpc) && it.connection(id).isPresent())
        .stream()
        .filter(it -> it.routing().isPresent())
        .map(it -> new Tunnel(it.id(), id))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    HOP,
                    "There is no connection %s of a VPN gateway in route mode in this VPC."
                        .formatted(id)));
  }

  private static int priority(int said) {
    if (said < 0 || said > LAST) {
      throw Refusal.invalid("priority", "It is between 0 and 4.");
    }
    return said;
  }

  /// The table with this route in its place, or as its last one.
  private static RoutingTable put(Scene scene, RoutingTable table, Route route) {
    List<Route> others =
        table.routes().stream()
            .filter(it -> !it.id().equals(route.id()))
            .collect(Collectors.toCollection(ArrayList::new));
    check(table, others, route);
    int place = table.routes().stream().map(Route::id).toList().indexOf(route.id());
    others.add(place < 0 ? others.size() : place, route);
    RoutingTable after = table.with(others);
    if (route.advertise()) {
      scene.expect(MAY_ADVERTISE, table);
      long advertised =
          Stream.concat(
                  RoutingTables.all(scene, table.vpc()).stream()
                      .filter(it -> !it.id().equals(table.id())),
                  Stream.of(after))
              .flatMap(it -> it.routes().stream())
              .filter(Route::advertise)
              .count();
      scene.expectRoom((int) advertised - 1, MOST_ADVERTISED, "advertised routes in the VPC");
    }
    return after;
  }

  private static void check(RoutingTable table, List<Route> others, Route route) {
    List<Route> rivals = others.stream().filter(route::rivals).toList();
    List<Route> equals = rivals.stream().filter(it -> it.priority() == route.priority()).toList();
    boolean shared =
        route.action() == RoutingTable.Action.DELIVER
            && equals.stream().allMatch(it -> it.action() == RoutingTable.Action.DELIVER)
            && equals.stream().noneMatch(route::meets);
    if (equals.size() > 1 || (equals.size() == 1 && !shared)) {
      throw Refusal.conflict(
          "Of one priority there are at most two routes to %s in zone %s, to two next hops."
              .formatted(route.destination(), route.zone()));
    }
    if (rivals.stream().anyMatch(it -> it.advertise() != route.advertise())) {
      throw Refusal.invalid(
          "advertise",
          "All routes to %s in zone %s are advertised, or none."
              .formatted(route.destination(), route.zone()));
    }
    long lengths =
        Stream.concat(others.stream(), Stream.of(route))
            .map(it -> it.destination().length())
            .distinct()
            .count();
    if (!table.byDefault() && lengths > MOST_LENGTHS) {
      throw Refusal.conflict(
          "The destinations in a routing table have at most 14 different prefix lengths.");
    }
  }

  /// Where a route is.
  public record Spot(String vpc, String table, String route) {}

  /// @param hopRemoved whether the body says `"next_hop": null`
  public Outcome<Route> update(Actor actor, Spot spot, Patch said, boolean hopRemoved) {
    return estate.write(
        actor,
        Action.ROUTE_UPDATE,
        spot.table,
        scene -> {
          RoutingTable table = RoutingTables.get(scene, spot.vpc, spot.table);
          Route before = get(table, spot.route);
          Next next =
              hopRemoved || said.nextHop().isPresent()
                  ? next(scene, table.vpc(), before.action(), said.nextHop())
                  : Next.of(before);
          Route after =
              new Route(
                  before.id(),
                  said.name().isEmpty() ? before.name() : name(said.name(), table, before.id()),
                  before.createdAt(),
                  before.zone(),
                  before.destination(),
                  before.action(),
                  next.address(),
                  said.advertise().orElse(before.advertise()),
                  priority(said.priority().orElse(before.priority())),
                  next.tunnel());
          scene.put(put(scene, table, after));
          return after;
        });
  }

  public Outcome<Route> delete(Actor actor, Spot spot) {
    return estate.write(
        actor,
        Action.ROUTE_DELETE,
        spot.table,
        scene -> {
          RoutingTable table = RoutingTables.get(scene, spot.vpc, spot.table);
          Route route = get(table, spot.route);
          scene.put(
              table.with(
                  table.routes().stream().filter(it -> !it.id().equals(route.id())).toList()));
          return route;
        });
  }
}
