package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.EndpointGatewayBody.ALL;
import static io.sekisho.gatewayapi.EndpointGatewayBody.earlier;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.passage.EndpointGateways;
import io.sekisho.passage.EndpointGateways.Patch;
import io.sekisho.passage.EndpointGateways.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;

/// Endpoint gateways.
final class EndpointGatewayRoutes {
  static final String ONE = ALL + "/{id}";
  static final String TYPE = "endpoint-gateway";
  static final String ACTION = "is.endpoint-gateway.endpoint-gateway.";

  private static final String STATE = "lifecycle_state";
  private static final String MODE = "dns_resolution_binding_mode";

  private final VpcRoutes routes;
  private final EndpointGateways gateways;

  EndpointGatewayRoutes(VpcRoutes routes, EndpointGateways gateways) {
    this.routes = routes;
    this.gateways = gateways;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, EndpointGatewayBody.class),
        routes
            .list(ALL, ACTION + "list", Filters.and(STATE, MODE, Filters.NAME), this::list)
            .answering(200, Pages.shape("endpoint_gateways", EndpointGatewayBody.class)),
        routes
            .about(TYPE, "GET", ONE, ACTION + "read", this::get)
            .answering(200, EndpointGatewayBody.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, EndpointGatewayBody.class),
        routes.about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete).silent());
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "target", "vpc")
        .then(said -> gateways.create(actor, said, earlier(request)))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "endpoint_gateways");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    found(holdings, pages),
                    ACTION + "list",
                    it -> EndpointGatewayBody.of(request, holdings, it)));
  }

  private static List<EndpointGateway> found(Holdings holdings, Pages pages) {
    return holdings.all(EndpointGateway.class, Filters.of(pages, holdings)).stream()
        .filter(pages.whereAny(STATE, _ -> "stable"))
        .filter(pages.whereAny(MODE, EndpointGatewayBody::mode))
        .toList();
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> gateways.update(actor, request.id(), patch.value(), earlier(request)))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return gateways.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status,
                    EndpointGatewayBody.of(
                        request, holdings, holdings.get(EndpointGateway.class, id))));
  }
}
