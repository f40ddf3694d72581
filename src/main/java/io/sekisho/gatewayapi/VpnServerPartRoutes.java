package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnServersRoutes.ACTION;
import static io.sekisho.gatewayapi.VpnServersRoutes.ONE;
import static io.sekisho.gatewayapi.VpnServersRoutes.TYPE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.VpnServer;
import io.sekisho.gatewayapi.VpnServerBody.RouteBody;
import io.sekisho.passage.VpnServerRoutes;
import io.sekisho.passage.VpnServerRoutes.Patch;
import io.sekisho.passage.VpnServerRoutes.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The routes of VPN servers, and their clients: none, as long as nothing lets clients in.
final class VpnServerPartRoutes {
  private static final String ROUTES = ONE + "/routes";
  private static final String ROUTE = ROUTES + "/{route_id}";
  private static final String CLIENTS = ONE + "/clients";
  private static final String CLIENT = CLIENTS + "/{client_id}";

  private final VpcRoutes routes;
  private final VpnServerRoutes own;

  VpnServerPartRoutes(VpcRoutes routes, VpnServerRoutes own) {
    this.routes = routes;
    this.own = own;
  }

  List<Route> table() {
    return List.of(
        VpcRoutes.paged(
                routes.about(TYPE, "GET", ROUTES, ACTION + "read", this::list), Set.of("sort"))
            .answering(200, Pages.shape("routes", RouteBody.class)),
        routes
            .about(TYPE, "POST", ROUTES, ACTION + "update", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, RouteBody.class),
        routes
            .about(TYPE, "GET", ROUTE, ACTION + "read", this::get)
            .answering(200, RouteBody.class),
        routes
            .about(TYPE, "PATCH", ROUTE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, RouteBody.class),
        routes
            .about(TYPE, "DELETE", ROUTE, ACTION + "update", this::delete)
            .answering(202, Shape.nothing()),
        VpcRoutes.paged(
                routes.about(TYPE, "GET", CLIENTS, ACTION + "read", this::clients), Set.of("sort"))
            .answering(200, Pages.shape("clients", Map.class)),
        routes.about(TYPE, "GET", CLIENT, ACTION + "read", this::client).answering(200, Map.class),
        routes
            .about(TYPE, "DELETE", CLIENT, ACTION + "operate", this::client)
            .answering(202, Shape.nothing()),
        routes
            .about(TYPE, "POST", CLIENT + "/disconnect", ACTION + "operate", this::client)
            .answering(202, Shape.nothing()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request) + "/routes", "routes");
    Map<String, Function<? super VpnServer.Route, String>> orders =
        Map.of("created_at", it -> it.createdAt() + " " + it.id(), "name", VpnServer.Route::name);
    return read(
        actor,
        request,
        server ->
            pages.parts(
                server.routes(), orders, "created_at", it -> RouteBody.of(request, server, it)));
  }

  private static String path(Request request) {
    return VpnServerBody.ALL + "/" + request.id();
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "destination")
        .then(said -> own.create(actor, request.id(), said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.second());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> own.update(actor, request.id(), request.second(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return own.delete(actor, request.id(), request.second()).map(_ -> Reply.accepted());
  }

  private Outcome<Reply> clients(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request) + "/clients", "clients");
    Map<String, Function<? super Object, String>> orders = Map.of("created_at", Object::toString);
    return read(actor, request, _ -> pages.parts(List.of(), orders, "created_at", it -> it));
  }

  private Outcome<Reply> client(Actor actor, Request request) {
    return read(
        actor,
        request,
        server -> {
          throw Refusal.nothing("client", request.second(), "VPN server " + server.name());
        });
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return read(
        actor,
        request,
        server ->
            Reply.json(status, RouteBody.of(request, server, VpnServerRoutes.get(server, id))));
  }

  private Outcome<Reply> read(Actor actor, Request request, Function<VpnServer, Reply> work) {
    return routes
        .estate()
        .read(actor, holdings -> work.apply(holdings.get(VpnServer.class, request.id())));
  }
}
