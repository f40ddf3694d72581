package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnGatewayRoutes.ACTION;
import static io.sekisho.gatewayapi.VpnGatewayRoutes.ONE;
import static io.sekisho.gatewayapi.VpnGatewayRoutes.TYPE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.passage.ConnectionCidrs;
import io.sekisho.passage.ConnectionCidrs.Side;
import io.sekisho.passage.ConnectionSpec.Patch;
import io.sekisho.passage.ConnectionSpec.Prototype;
import io.sekisho.passage.VpnConnections;
import io.sekisho.passage.VpnConnections.Spot;
import io.sekisho.passage.VpnGateways;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.vpcapi.VpcRoutes.Operation;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// The connections of VPN gateways, and the CIDRs of those in policy mode.
final class VpnConnectionRoutes {
  private static final String ALL = ONE + "/connections";
  private static final String CONNECTION = ALL + "/{connection_id}";
  private static final String STATUS = "status";

  private final VpcRoutes routes;
  private final VpnConnections connections;
  private final ConnectionCidrs cidrs;

  VpnConnectionRoutes(VpcRoutes routes, VpnConnections connections, ConnectionCidrs cidrs) {
    this.routes = routes;
    this.connections = connections;
    this.cidrs = cidrs;
  }

  List<Route> table() {
    List<Route> all = new ArrayList<>();
    all.add(
        routes
            .about(TYPE, "POST", ALL, ACTION + "update", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, VpnConnectionBody.class));
    all.add(
        VpcRoutes.paged(routes.about(TYPE, "GET", ALL, ACTION + "read", this::list), Set.of(STATUS))
            .answering(200, Pages.shape("connections", VpnConnectionBody.class)));
    all.add(
        routes
            .about(TYPE, "GET", CONNECTION, ACTION + "read", this::get)
            .answering(200, VpnConnectionBody.class));
    all.add(
        routes
            .about(TYPE, "PATCH", CONNECTION, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, VpnConnectionBody.class));
    all.add(
        routes
            .about(TYPE, "DELETE", CONNECTION, ACTION + "update", this::delete)
            .answering(202, Shape.nothing()));
    cidrs(all, "/local/cidrs", Side.LOCAL);
    cidrs(all, "/peer/cidrs", Side.PEER);
    return all;
  }

  private void cidrs(List<Route> all, String path, Side side) {
    String list = CONNECTION + path;
    String one = list + "/{cidr}";
    all.add(
        routes
            .about(TYPE, "GET", list, ACTION + "read", on(side, this::cidrs))
            .answering(200, Shape.list("cidrs", String.class)));
    all.add(routes.about(TYPE, "GET", one, ACTION + "read", on(side, this::check)).silent());
    all.add(
        routes
            .about(TYPE, "PUT", one, ACTION + "update", on(side, this::add))
            .answering(201, Shape.nothing())
            .silent());
    all.add(routes.about(TYPE, "DELETE", one, ACTION + "update", on(side, this::remove)).silent());
  }

  /// What is done on one side.
  private interface OnSide {
    Outcome<Reply> apply(Actor actor, Request request, Side side);
  }

  private static Operation on(Side side, OnSide work) {
    return (actor, request) -> work.apply(actor, request, side);
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "peer", "psk")
        .then(said -> connections.create(actor, request.id(), said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages =
        new Pages(request, VpnGatewayBody.ALL + "/" + request.id() + "/connections", "connections");
    return read(
        actor,
        request,
        (holdings, gateway) ->
            pages.parts(
                gateway.connections().stream()
                    .filter(pages.where(STATUS, _ -> VpnConnectionBody.DOWN))
                    .toList(),
                VpnConnection::id,
                it -> VpnConnectionBody.of(request, holdings, gateway, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.second());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, VpnConnections.REMOVABLE)
        .then(
            patch ->
                request
                    .seen(patch.value().tunnels().isPresent())
                    .then(
                        seen ->
                            connections.update(
                                actor,
                                new Spot(request.id(), request.second(), seen),
                                patch.value(),
                                patch.removed())))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return connections
        .delete(actor, new Spot(request.id(), request.second(), request.seen()))
        .map(_ -> Reply.accepted());
  }

  private Outcome<Reply> cidrs(Actor actor, Request request, Side side) {
    return read(
        actor,
        request,
        (_, gateway) ->
            Reply.json(
                200,
                Map.of(
                    "cidrs",
                    VpnConnectionBody.texts(
                        ConnectionCidrs.of(VpnConnections.get(gateway, request.second()), side)))));
  }

  private Outcome<Reply> check(Actor actor, Request request, Side side) {
    return read(
        actor,
        request,
        (_, gateway) -> {
          VpnConnection it = VpnConnections.get(gateway, request.second());
          VpnGateways.among(
              ConnectionCidrs.of(it, side), request.third(), "connection " + it.name());
          return Reply.noContent();
        });
  }

  private Outcome<Reply> add(Actor actor, Request request, Side side) {
    return cidrs
        .add(actor, spot(request, side), request.third())
        .map(isNew -> isNew ? Reply.created() : Reply.noContent());
  }

  private Outcome<Reply> remove(Actor actor, Request request, Side side) {
    return cidrs.remove(actor, spot(request, side), request.third()).map(_ -> Reply.noContent());
  }

  private static ConnectionCidrs.Spot spot(Request request, Side side) {
    return new ConnectionCidrs.Spot(request.id(), request.second(), side);
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return read(
        actor,
        request,
        (holdings, gateway) -> {
          VpnConnection it = VpnConnections.get(gateway, id);
          return Request.tagged(
              status, VpnConnectionBody.of(request, holdings, gateway, it), gateway, it);
        });
  }

  private Outcome<Reply> read(
      Actor actor, Request request, BiFunction<Holdings, VpnGateway, Reply> work) {
    return routes
        .estate()
        .read(
            actor, holdings -> work.apply(holdings, holdings.get(VpnGateway.class, request.id())));
  }
}
