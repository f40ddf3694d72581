package io.sekisho.networkapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.network.Routes;
import io.sekisho.network.Routes.Patch;
import io.sekisho.network.Routes.Prototype;
import io.sekisho.network.Routes.Spot;
import io.sekisho.network.RoutingTables;
import io.sekisho.network.Vpcs;
import io.sekisho.networkapi.RoutingTableBody.RouteBody;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The routes of a routing table, and by IBM's older paths those of a VPC's default one.
final class RouteRoutes {
  private static final String IN_TABLE =
      VpcBody.ALL + "/{vpc_id}/routing_tables/{routing_table_id}/routes";
  private static final String IN_DEFAULT = VpcBody.ALL + "/{vpc_id}/routes";
  private static final String ONE = "/{id}";
  private static final String TYPE = "vpc";
  private static final String READ = "is.vpc.routing-table.read";
  private static final String UPDATE = "is.vpc.routing-table.update";
  private static final String ZONE = "zone.name";
  private static final String HOP = "next_hop";

  private final VpcRoutes routes;
  private final Routes all;

  RouteRoutes(VpcRoutes routes, Routes all) {
    this.routes = routes;
    this.all = all;
  }

  List<Route> table() {
    List<Route> table = new ArrayList<>(table(IN_TABLE, false, Set.of()));
    table.addAll(table(IN_DEFAULT, true, Set.of(ZONE)));
    return table;
  }

  private List<Route> table(String path, boolean older, Set<String> filters) {
    return List.of(
        routes
            .about(TYPE, "POST", path, UPDATE, in(older, this::create))
            .taking(JSON, Prototype.class)
            .answering(201, RouteBody.class),
        VpcRoutes.paged(routes.about(TYPE, "GET", path, READ, in(older, this::list)), filters)
            .answering(200, Pages.shape("routes", RouteBody.class)),
        routes
            .about(TYPE, "GET", path + ONE, READ, in(older, this::get))
            .answering(200, RouteBody.class),
        routes
            .about(TYPE, "PATCH", path + ONE, UPDATE, in(older, this::update))
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, RouteBody.class),
        routes.about(TYPE, "DELETE", path + ONE, UPDATE, in(older, this::delete)).silent());
  }

  /// What is done in one table.
  @FunctionalInterface
  private interface Work {
    /// @param spot the route that the path names; of none, if it names none
    Outcome<Reply> in(Actor actor, Request request, Spot spot);
  }

  private VpcRoutes.Operation in(boolean older, Work work) {
    return (actor, request) ->
        older
            ? defaultOf(actor, request)
                .then(table -> work.in(actor, request, spot(request, table, 1)))
            : work.in(actor, request, spot(request, request.second(), 2));
  }

  private static Spot spot(Request request, String table, int place) {
    List<String> named = request.call().captures();
    return new Spot(request.id(), table, named.size() > place ? named.get(place) : "");
  }

  private Outcome<String> defaultOf(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Vpcs.surroundings(holdings, holdings.get(Vpc.class, request.id())).table().id());
  }

  private Outcome<Reply> create(Actor actor, Request request, Spot spot) {
    return request
        .body(Prototype.class, "destination", "zone")
        .then(said -> all.create(actor, spot.vpc(), spot.table(), said))
        .then(it -> shown(actor, request, 201, new Spot(spot.vpc(), spot.table(), it.id())));
  }

  private Outcome<Reply> list(Actor actor, Request request, Spot spot) {
    String path =
        request.call().captures().size() > 1
            ? RoutingTableBody.all(spot.vpc()) + "/" + spot.table()
            : VpcBody.ALL + "/" + spot.vpc();
    Pages pages = new Pages(request, path + "/routes", "routes");
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              RoutingTable table = RoutingTables.get(holdings, spot.vpc(), spot.table());
              return pages.parts(
                  table.routes().stream()
                      .filter(pages.<RoutingTable.Route>where(ZONE, RoutingTable.Route::zone))
                      .toList(),
                  it -> it.createdAt() + " " + it.id(),
                  it -> RouteBody.of(request, holdings, table, it));
            });
  }

  private Outcome<Reply> get(Actor actor, Request request, Spot spot) {
    return shown(actor, request, 200, spot);
  }

  private Outcome<Reply> update(Actor actor, Request request, Spot spot) {
    return request
        .patch(Patch.class, Set.of(HOP))
        .then(patch -> all.update(actor, spot, patch.value(), patch.removed().contains(HOP)))
        .then(_ -> shown(actor, request, 200, spot));
  }

  private Outcome<Reply> delete(Actor actor, Request request, Spot spot) {
    return all.delete(actor, spot).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, Spot spot) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              RoutingTable table = RoutingTables.get(holdings, spot.vpc(), spot.table());
              return Reply.json(
                  status, RouteBody.of(request, holdings, table, Routes.get(table, spot.route())));
            });
  }
}
