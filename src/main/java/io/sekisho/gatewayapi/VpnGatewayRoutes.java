package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnGatewayBody.ALL;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.passage.VpnGateways;
import io.sekisho.passage.VpnGateways.Patch;
import io.sekisho.passage.VpnGateways.Prototype;
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
import java.util.function.BiFunction;

/// VPN gateways, and what those in route mode advertise.
final class VpnGatewayRoutes {
  static final String ONE = ALL + "/{id}";
  static final String TYPE = "vpn";
  static final String ACTION = "is.vpn.vpn.";

  private static final String ADVERTISED = ONE + "/advertised_cidrs";
  private static final String CIDR = ADVERTISED + "/{cidr}";
  private static final String SERVICES = ONE + "/service_connections";
  private static final String SERVICE = SERVICES + "/{connection_id}";
  private static final String MODE = "mode";

  private final VpcRoutes routes;
  private final VpnGateways gateways;

  VpnGatewayRoutes(VpcRoutes routes, VpnGateways gateways) {
    this.routes = routes;
    this.gateways = gateways;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, VpnGatewayBody.class),
        routes
            .list(ALL, ACTION + "list", Set.of(Pages.GROUP, MODE, "sort"), this::list)
            .answering(200, Pages.shape("vpn_gateways", VpnGatewayBody.class)),
        routes
            .about(TYPE, "GET", ONE, ACTION + "read", this::get)
            .answering(200, VpnGatewayBody.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, VpnGatewayBody.class),
        routes
            .about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete)
            .answering(202, Shape.nothing()),
        routes
            .about(TYPE, "GET", ADVERTISED, ACTION + "read", this::advertised)
            .answering(200, Shape.list("advertised_cidrs", String.class)),
        routes.about(TYPE, "GET", CIDR, ACTION + "read", this::check).silent(),
        routes.about(TYPE, "PUT", CIDR, ACTION + "update", this::advertise).silent(),
        routes.about(TYPE, "DELETE", CIDR, ACTION + "update", this::conceal).silent(),
        VpcRoutes.paged(
                routes.about(TYPE, "GET", SERVICES, ACTION + "read", this::services), Set.of())
            .answering(200, Pages.shape("service_connections", Map.class)),
        routes
            .about(TYPE, "GET", SERVICE, ACTION + "read", this::service)
            .answering(200, Map.class));
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "subnet")
        .then(said -> gateways.create(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "vpn_gateways");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(VpnGateway.class).stream()
                        .filter(pages.where(Pages.GROUP, it -> it.identity().resourceGroup()))
                        .filter(pages.where(MODE, VpnGatewayBody::mode))
                        .toList(),
                    ACTION + "list",
                    it -> VpnGatewayBody.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> gateways.update(actor, request.id(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return gateways.delete(actor, request.id()).map(_ -> Reply.accepted());
  }

  private Outcome<Reply> advertised(Actor actor, Request request) {
    return read(
        actor,
        request,
        (_, it) ->
            Reply.json(
                200,
                Map.of(
                    "advertised_cidrs",
                    VpnConnectionBody.texts(VpnGateways.routed(it).advertisedCidrs()))));
  }

  private Outcome<Reply> check(Actor actor, Request request) {
    return read(
        actor,
        request,
        (_, it) -> {
          VpnGateways.among(VpnGateways.routed(it).advertisedCidrs(), request.second(), it.name());
          return Reply.noContent();
        });
  }

  private Outcome<Reply> advertise(Actor actor, Request request) {
    return gateways.advertise(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> conceal(Actor actor, Request request) {
    return gateways.conceal(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  /// Transit gateways and the like, which are not here, would have some.
  private Outcome<Reply> services(Actor actor, Request request) {
    Pages pages =
        new Pages(
            request, ALL + "/" + request.id() + "/service_connections", "service_connections");
    return read(actor, request, (_, _) -> pages.parts(List.of(), Object::toString, it -> it));
  }

  private Outcome<Reply> service(Actor actor, Request request) {
    return read(
        actor,
        request,
        (_, it) -> {
          throw Refusal.nothing("service connection", request.second(), "VPN gateway " + it.name());
        });
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status,
                    VpnGatewayBody.of(request, holdings, holdings.get(VpnGateway.class, id))));
  }

  private Outcome<Reply> read(
      Actor actor, Request request, BiFunction<Holdings, VpnGateway, Reply> work) {
    return routes
        .estate()
        .read(
            actor, holdings -> work.apply(holdings, holdings.get(VpnGateway.class, request.id())));
  }
}
