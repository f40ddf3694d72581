package io.sekisho.networkapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.network.PublicGateways;
import io.sekisho.network.PublicGateways.Patch;
import io.sekisho.network.PublicGateways.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Public gateways.
final class PublicGatewayRoutes {
  private static final String ALL = "/public_gateways";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "public-gateway";
  private static final String LIST = "is.public-gateway.public-gateway.list";

  private final VpcRoutes routes;
  private final PublicGateways gateways;

  PublicGatewayRoutes(VpcRoutes routes, PublicGateways gateways) {
    this.routes = routes;
    this.gateways = gateways;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, "is.public-gateway.public-gateway.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        routes
            .list(ALL, LIST, Set.of(Pages.GROUP), this::list)
            .answering(200, Pages.shape("public_gateways", Body.class)),
        routes
            .about(TYPE, "GET", ONE, "is.public-gateway.public-gateway.read", this::get)
            .answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, "is.public-gateway.public-gateway.update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes
            .about(TYPE, "DELETE", ONE, "is.public-gateway.public-gateway.delete", this::delete)
            .silent());
  }

  /// A public gateway as IBM shows one.
  record Body(
      Instant createdAt,
      String crn,
      FloatingBody floatingIp,
      String href,
      String id,
      String name,
      Named.Group resourceGroup,
      String resourceType,
      String status,
      Named vpc,
      Named.Zone zone) {
    static Body of(Request request, Holdings holdings, PublicGateway it) {
      return new Body(
          it.identity().createdAt(),
          it.identity().crn().toString(),
          FloatingBody.of(request, it.floatingIp()),
          request.href(ALL + "/" + it.id()),
          it.id(),
          it.name(),
          Named.Group.of(request, holdings, it),
          "public_gateway",
          "available",
          Named.of(request, VpcBody.ALL, holdings.get(Vpc.class, it.vpc())).typed("vpc"),
          Named.Zone.of(request, it.zone()));
    }
  }

  /// Its floating IP.
  record FloatingBody(String address, String crn, String href, String id, String name) {
    static FloatingBody of(Request request, FloatingIp it) {
      return new FloatingBody(
          it.address().toString(),
          it.identity().crn().toString(),
          request.href("/floating_ips/" + it.id()),
          it.id(),
          it.name());
    }
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "vpc", "zone")
        .then(said -> gateways.create(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                new Pages(request, ALL, "public_gateways")
                    .grouped(
                        holdings, PublicGateway.class, LIST, it -> Body.of(request, holdings, it)));
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
    return gateways.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status, Body.of(request, holdings, holdings.get(PublicGateway.class, id))));
  }
}
