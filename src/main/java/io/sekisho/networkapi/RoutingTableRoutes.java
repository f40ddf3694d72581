package io.sekisho.networkapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.network.RoutingTables;
import io.sekisho.network.RoutingTables.Patch;
import io.sekisho.network.RoutingTables.Prototype;
import io.sekisho.network.Vpcs;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The routing tables of a VPC.
final class RoutingTableRoutes {
  private static final String ALL = VpcBody.ALL + "/{vpc_id}/routing_tables";
  private static final String ONE = ALL + "/{id}";
  private static final String DEFAULT = VpcBody.ALL + "/{id}/default_routing_table";
  private static final String TYPE = "vpc";
  private static final String READ = "is.vpc.routing-table.read";
  private static final String IS_DEFAULT = "is_default";

  private final VpcRoutes routes;
  private final RoutingTables tables;

  RoutingTableRoutes(VpcRoutes routes, RoutingTables tables) {
    this.routes = routes;
    this.tables = tables;
  }

  List<Route> table() {
    return List.of(
        routes
            .about(TYPE, "POST", ALL, "is.vpc.routing-table.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, RoutingTableBody.class),
        VpcRoutes.paged(
                routes.about(TYPE, "GET", ALL, "is.vpc.routing-table.list", this::list),
                Set.of(IS_DEFAULT))
            .answering(200, Pages.shape("routing_tables", RoutingTableBody.class)),
        routes.about(TYPE, "GET", ONE, READ, this::get).answering(200, RoutingTableBody.class),
        routes
            .about(TYPE, "GET", DEFAULT, READ, this::byDefault)
            .answering(200, RoutingTableBody.class),
        routes
            .about(TYPE, "PATCH", ONE, "is.vpc.routing-table.update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, RoutingTableBody.class),
        routes.about(TYPE, "DELETE", ONE, "is.vpc.routing-table.delete", this::delete).silent());
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class)
        .then(said -> tables.create(actor, request.id(), said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, RoutingTableBody.all(request.id()), "routing_tables");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.parts(
                    RoutingTables.all(holdings, holdings.get(Vpc.class, request.id()).id()).stream()
                        .filter(pages.<RoutingTable>where(IS_DEFAULT, it -> "" + it.byDefault()))
                        .toList(),
                    it -> it.identity().createdAt() + " " + it.id(),
                    it -> RoutingTableBody.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.second());
  }

  private Outcome<Reply> byDefault(Actor actor, Request request) {
    return shown(
        actor,
        request,
        200,
        holdings -> Vpcs.surroundings(holdings, holdings.get(Vpc.class, request.id())).table());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(
            patch ->
                request
                    .seen(patch.value().replacesList())
                    .then(
                        seen ->
                            tables.update(
                                actor, request.id(), request.second(), patch.value(), seen)))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return tables
        .delete(actor, request.id(), request.second(), request.seen())
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return shown(actor, request, status, holdings -> RoutingTables.get(holdings, request.id(), id));
  }

  private Outcome<Reply> shown(
      Actor actor, Request request, int status, Function<Holdings, RoutingTable> which) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              RoutingTable it = which.apply(holdings);
              return Request.tagged(status, RoutingTableBody.of(request, holdings, it), it);
            });
  }
}
