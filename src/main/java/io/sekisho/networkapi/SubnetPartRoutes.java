package io.sekisho.networkapi;

import static io.sekisho.networkapi.SubnetRoutes.ONE;
import static io.sekisho.networkapi.SubnetRoutes.READ;
import static io.sekisho.networkapi.SubnetRoutes.TYPE;
import static io.sekisho.networkapi.SubnetRoutes.UPDATE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Which;
import io.sekisho.network.Subnets;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;

/// What a subnet uses: its routing table and its public gateway.
final class SubnetPartRoutes {
  private static final String TABLE = ONE + "/routing_table";
  private static final String GATEWAY = ONE + "/public_gateway";

  private final VpcRoutes routes;
  private final Subnets subnets;

  SubnetPartRoutes(VpcRoutes routes, Subnets subnets) {
    this.routes = routes;
    this.subnets = subnets;
  }

  List<Route> table() {
    return List.of(
        routes
            .about(TYPE, "GET", TABLE, READ, (actor, it) -> table(actor, it, 200))
            .answering(200, RoutingTableBody.class),
        routes
            .about(TYPE, "PUT", TABLE, UPDATE, this::useTable)
            .taking(JSON, Which.class)
            .answering(201, RoutingTableBody.class),
        routes
            .about(TYPE, "GET", GATEWAY, READ, (actor, it) -> gateway(actor, it, 200))
            .answering(200, PublicGatewayRoutes.Body.class),
        routes
            .about(TYPE, "PUT", GATEWAY, UPDATE, this::useGateway)
            .taking(JSON, Which.class)
            .answering(201, PublicGatewayRoutes.Body.class),
        routes.about(TYPE, "DELETE", GATEWAY, UPDATE, this::dropGateway).silent());
  }

  private static Subnet subnet(Holdings holdings, Request request) {
    return holdings.get(Subnet.class, request.id());
  }

  private Outcome<Reply> table(Actor actor, Request request, int status) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              RoutingTable it = Subnets.tableOf(holdings, subnet(holdings, request));
              holdings.expect("is.vpc.routing-table.read", it);
              return Reply.json(status, RoutingTableBody.of(request, holdings, it));
            });
  }

  private Outcome<Reply> useTable(Actor actor, Request request) {
    return request
        .body(Which.class)
        .then(which -> subnets.useTable(actor, request.id(), which))
        .then(_ -> table(actor, request, 201));
  }

  private Outcome<Reply> gateway(Actor actor, Request request, int status) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              PublicGateway it = Subnets.gatewayOf(holdings, subnet(holdings, request));
              holdings.expect("is.public-gateway.public-gateway.read", it);
              return Reply.json(status, PublicGatewayRoutes.Body.of(request, holdings, it));
            });
  }

  private Outcome<Reply> useGateway(Actor actor, Request request) {
    return request
        .body(Which.class)
        .then(which -> subnets.useGateway(actor, request.id(), which))
        .then(_ -> gateway(actor, request, 201));
  }

  private Outcome<Reply> dropGateway(Actor actor, Request request) {
    return subnets.dropGateway(actor, request.id()).map(_ -> Reply.noContent());
  }
}
