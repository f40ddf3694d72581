package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.BareMetalServers;
import io.sekisho.compute.BareMetalServers.Patch;
import io.sekisho.compute.MetalPrototype;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Bare metal servers.
final class MetalRoutes {
  static final String ONE = MetalBody.ALL + "/{id}";
  static final String TYPE = "bare-metal-server";
  static final String ACTION = "is.bare-metal-server.bare-metal-server.";

  private static final String LIST = ACTION + "list";

  /// Reservations, of which there are none.
  private static final Set<String> RESERVATION =
      Set.of("reservation.id", "reservation.crn", "reservation.name");

  private final VpcRoutes routes;
  private final BareMetalServers servers;

  MetalRoutes(VpcRoutes routes, BareMetalServers servers) {
    this.routes = routes;
    this.servers = servers;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", MetalBody.ALL, ACTION + "create", this::create)
            .taking(JSON, MetalPrototype.class)
            .answering(201, MetalBody.class),
        routes
            .list(
                MetalBody.ALL,
                LIST,
                Set.of(
                    Pages.GROUP,
                    "name",
                    "vpc.id",
                    "vpc.crn",
                    "vpc.name",
                    "reservation.id",
                    "reservation.crn",
                    "reservation.name"),
                this::list)
            .answering(200, Pages.shape("bare_metal_servers", MetalBody.class)),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, MetalBody.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, MetalBody.class),
        routes
            .about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete)
            .answering(202, Shape.nothing()));
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(MetalPrototype.class)
        .then(said -> servers.create(actor, said))
        .then(it -> shown(actor, request, 201, it));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, MetalBody.ALL, "bare_metal_servers");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(BareMetalServer.class, wanted(request, pages, holdings)),
                    LIST,
                    it -> MetalBody.of(request, holdings, it)));
  }

  private static Predicate<BareMetalServer> wanted(
      Request request, Pages pages, Holdings holdings) {
    return pages
        .<BareMetalServer>where(Pages.GROUP, it -> it.identity().resourceGroup())
        .and(pages.where("name", BareMetalServer::name))
        .and(pages.where("vpc.id", BareMetalServer::vpc))
        .and(pages.where("vpc.crn", it -> vpc(holdings, it).identity().crn().toString()))
        .and(pages.where("vpc.name", it -> vpc(holdings, it).name()))
        .and(_ -> RESERVATION.stream().allMatch(name -> request.parameter(name).isEmpty()));
  }

  private static Vpc vpc(Holdings holdings, BareMetalServer it) {
    return holdings.get(Vpc.class, it.vpc());
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    200,
                    MetalBody.of(
                        request, holdings, holdings.get(BareMetalServer.class, request.id()))));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> servers.update(actor, request.id(), patch.value()))
        .then(it -> shown(actor, request, 200, it));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return servers.delete(actor, request.id()).map(_ -> Reply.accepted());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, BareMetalServer it) {
    return routes
        .estate()
        .read(actor, holdings -> Reply.json(status, MetalBody.of(request, holdings, it)));
  }
}
