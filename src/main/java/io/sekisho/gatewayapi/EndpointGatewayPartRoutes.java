package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.EndpointGatewayRoutes.ACTION;
import static io.sekisho.gatewayapi.EndpointGatewayRoutes.ONE;
import static io.sekisho.gatewayapi.EndpointGatewayRoutes.TYPE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.gateway.EndpointGateway.ResourceBinding;
import io.sekisho.gatewayapi.EndpointGatewayBody.Binding;
import io.sekisho.networkapi.ReservedIpBody;
import io.sekisho.passage.EndpointGatewayIps;
import io.sekisho.passage.ResourceBindings;
import io.sekisho.passage.ResourceBindings.Patch;
import io.sekisho.passage.ResourceBindings.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// The reserved IPs and the resource bindings of endpoint gateways.
final class EndpointGatewayPartRoutes {
  private static final String IPS = ONE + "/ips";
  private static final String IP = IPS + "/{ip_id}";
  private static final String BINDINGS = ONE + "/resource_bindings";
  private static final String BINDING = BINDINGS + "/{binding_id}";
  private static final String BIND = "is.endpoint-gateway.resource-binding.";

  private final VpcRoutes routes;
  private final EndpointGatewayIps ips;
  private final ResourceBindings bindings;

  EndpointGatewayPartRoutes(VpcRoutes routes, EndpointGatewayIps ips, ResourceBindings bindings) {
    this.routes = routes;
    this.ips = ips;
    this.bindings = bindings;
  }

  List<Route> table() {
    return List.of(
        VpcRoutes.paged(routes.about(TYPE, "GET", IPS, ACTION + "read", this::ips), Set.of("sort"))
            .answering(200, Pages.shape("ips", ReservedIpBody.class)),
        routes
            .about(TYPE, "GET", IP, ACTION + "read", this::ip)
            .answering(200, ReservedIpBody.class),
        routes
            .about(TYPE, "PUT", IP, ACTION + "update", this::addIp)
            .answering(201, ReservedIpBody.class),
        routes.about(TYPE, "DELETE", IP, ACTION + "update", this::removeIp).silent(),
        VpcRoutes.paged(
                routes.about(TYPE, "GET", BINDINGS, BIND + "list", this::bindings), Set.of())
            .answering(200, Pages.shape("resource_bindings", Binding.class)),
        routes
            .about(TYPE, "POST", BINDINGS, BIND + "create", this::bind)
            .taking(JSON, Prototype.class)
            .answering(201, Binding.class),
        routes
            .about(TYPE, "GET", BINDING, BIND + "read", this::binding)
            .answering(200, Binding.class),
        routes
            .about(TYPE, "PATCH", BINDING, BIND + "update", this::rename)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Binding.class),
        routes.about(TYPE, "DELETE", BINDING, BIND + "delete", this::unbind).silent());
  }

  private Outcome<Reply> ips(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request) + "/ips", "ips");
    return read(
        actor,
        request,
        (holdings, gateway) ->
            pages.parts(
                gateway.ips().stream().map(it -> body(request, holdings, it)).toList(),
                Map.of(
                    "address", ReservedIpBody::place,
                    "created_at", it -> it.createdAt() + " " + it.place(),
                    "name", it -> it.name() + " " + it.id()),
                "address",
                it -> it));
  }

  private static ReservedIpBody body(Request request, Holdings holdings, ReservedIp ip) {
    return ReservedIpBody.of(request, holdings.locate(ReservedIp.class, ip.id()));
  }

  private static String path(Request request) {
    return EndpointGatewayBody.ALL + "/" + request.id();
  }

  private Outcome<Reply> ip(Actor actor, Request request) {
    return read(
        actor,
        request,
        (holdings, gateway) ->
            Reply.json(
                200, body(request, holdings, EndpointGatewayIps.get(gateway, request.second()))));
  }

  private Outcome<Reply> addIp(Actor actor, Request request) {
    return ips.add(actor, request.id(), request.second())
        .map(place -> Reply.json(201, ReservedIpBody.of(request, place)));
  }

  private Outcome<Reply> removeIp(Actor actor, Request request) {
    return ips.remove(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> bindings(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request) + "/resource_bindings", "resource_bindings");
    return read(
        actor,
        request,
        (_, gateway) ->
            pages.parts(
                gateway.resourceBindings(),
                ResourceBinding::id,
                it -> Binding.of(request, gateway, it)));
  }

  private Outcome<Reply> bind(Actor actor, Request request) {
    return request
        .body(Prototype.class, "target")
        .then(said -> bindings.create(actor, request.id(), said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> binding(Actor actor, Request request) {
    return shown(actor, request, 200, request.second());
  }

  private Outcome<Reply> rename(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> bindings.update(actor, request.id(), request.second(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> unbind(Actor actor, Request request) {
    return bindings.delete(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return read(
        actor,
        request,
        (_, gateway) ->
            Reply.json(status, Binding.of(request, gateway, ResourceBindings.get(gateway, id))));
  }

  private Outcome<Reply> read(
      Actor actor, Request request, BiFunction<Holdings, EndpointGateway, Reply> work) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> work.apply(holdings, holdings.get(EndpointGateway.class, request.id())));
  }
}
