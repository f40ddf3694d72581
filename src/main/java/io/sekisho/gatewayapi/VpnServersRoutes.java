package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnServerBody.ALL;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.gateway.VpnServer;
import io.sekisho.passage.ClientConfiguration;
import io.sekisho.passage.VpnServerSpec.Patch;
import io.sekisho.passage.VpnServerSpec.Prototype;
import io.sekisho.passage.VpnServers;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Set;

/// VPN servers.
final class VpnServersRoutes {
  static final String ONE = ALL + "/{id}";
  static final String TYPE = "vpn-server";
  static final String ACTION = "is.vpn-server.vpn-server.";

  private static final String CONFIGURATION = ONE + "/client_configuration";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final VpcRoutes routes;
  private final VpnServers servers;

  VpnServersRoutes(VpcRoutes routes, VpnServers servers) {
    this.routes = routes;
    this.servers = servers;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, VpnServerBody.class),
        routes
            .list(ALL, ACTION + "read", Set.of(Pages.GROUP, Filters.NAME, "sort"), this::list)
            .answering(200, Pages.shape("vpn_servers", VpnServerBody.class)),
        routes
            .about(TYPE, "GET", ONE, ACTION + "read", this::get)
            .answering(200, VpnServerBody.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, VpnServerBody.class),
        routes
            .about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete)
            .answering(202, Shape.nothing()),
        routes
            .about(TYPE, "GET", CONFIGURATION, ACTION + "read", this::configuration)
            .answering(200, Shape.media(TEXT)));
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "certificate", "client_authentication", "client_ip_pool", "subnets")
        .then(said -> servers.create(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "vpn_servers");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(VpnServer.class).stream()
                        .filter(pages.where(Pages.GROUP, it -> it.identity().resourceGroup()))
                        .filter(pages.where(Filters.NAME, VpnServer::name))
                        .toList(),
                    ACTION + "read",
                    it -> VpnServerBody.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(
            patch ->
                request
                    .seen(patch.value().replaces())
                    .then(seen -> servers.update(actor, request.id(), patch.value(), seen)))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return servers.delete(actor, request.id(), request.seen()).map(_ -> Reply.accepted());
  }

  private Outcome<Reply> configuration(Actor actor, Request request) {
    return routes
        .estate()
        .read(actor, holdings -> holdings.get(VpnServer.class, request.id()))
        .map(it -> Reply.text(200, TEXT, ClientConfiguration.of(it)));
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              VpnServer it = holdings.get(VpnServer.class, id);
              return Request.tagged(status, VpnServerBody.of(request, holdings, it), it);
            });
  }
}
