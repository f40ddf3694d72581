package io.sekisho.networkapi;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Placed;
import io.sekisho.network.FloatingIps;
import io.sekisho.network.ServerInterfaces;
import io.sekisho.network.VirtualNetworkInterfaces;
import io.sekisho.networkapi.ServerInterfaceRoutes.Side;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
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

/// The addresses of servers' interfaces in IBM's older form. Those of an attachment are changed at
/// its virtual network interface, and only seen here.
final class InterfacePartRoutes {
  private static final String FLOATING_IPS = "floating_ips";

  private final VpcRoutes routes;
  private final ServerInterfaces interfaces;
  private final FloatingIps floating;
  private final Side side;

  InterfacePartRoutes(VpcRoutes routes, FloatingIps floating, Side side) {
    this.routes = routes;
    this.interfaces = new ServerInterfaces(routes.estate(), side.type());
    this.floating = floating;
    this.side = side;
  }

  List<Route> table() {
    String nic = side.one() + "/network_interfaces/{member_id}";
    String all = nic + "/" + FLOATING_IPS;
    String one = all + "/{ip_id}";
    Class<?> ip = FloatingIpRoutes.Body.class;
    return List.of(
        about("GET", all, side.read(), this::floatingIps)
            .answering(200, Shape.list(FLOATING_IPS, ip)),
        about("GET", one, side.read(), this::floatingIp).answering(200, ip),
        about("PUT", one, side.update(), this::bind).answering(201, ip),
        about("DELETE", one, side.update(), this::unbind).silent(),
        VpcRoutes.paged(about("GET", nic + "/ips", side.read(), this::ips), Set.of())
            .answering(200, Pages.shape("ips", ReservedIpBody.class)),
        about("GET", nic + "/ips/{ip_id}", side.read(), this::ip)
            .answering(200, ReservedIpBody.class));
  }

  private Route about(String method, String path, String action, VpcRoutes.Operation work) {
    return routes.about(side.word(), method, path, action, work);
  }

  private Outcome<Reply> floatingIps(Actor actor, Request request) {
    return read(
        actor,
        request,
        (holdings, nic) ->
            Reply.json(
                200,
                Map.of(
                    FLOATING_IPS,
                    nic.virtualNetworkInterface().floatingIps().stream()
                        .map(ip -> shown(request, holdings, ip))
                        .toList())));
  }

  private Outcome<Reply> floatingIp(Actor actor, Request request) {
    return floatingIp(actor, request, 200);
  }

  private Outcome<Reply> floatingIp(Actor actor, Request request, int status) {
    return read(
        actor,
        request,
        (holdings, nic) -> {
          FloatingIp ip =
              VirtualNetworkInterfaces.floatingIp(nic.virtualNetworkInterface(), request.third());
          return Reply.json(status, shown(request, holdings, ip));
        });
  }

  private static FloatingIpRoutes.Body shown(Request request, Holdings holdings, FloatingIp ip) {
    return FloatingIpRoutes.Body.of(request, holdings, holdings.locate(FloatingIp.class, ip.id()));
  }

  private Outcome<Reply> bind(Actor actor, Request request) {
    return older(actor, request)
        .then(nic -> floating.bind(actor, nic.id(), request.third(), true))
        .then(_ -> floatingIp(actor, request, 201));
  }

  private Outcome<Reply> unbind(Actor actor, Request request) {
    return older(actor, request)
        .then(nic -> floating.unbind(actor, nic.id(), request.third()))
        .map(_ -> Reply.noContent());
  }

  /// An interface that can be changed in this form.
  private Outcome<NetworkInterface> older(Actor actor, Request request) {
    return read(
        actor,
        request,
        (_, nic) -> {
          ServerInterfaces.expectOlder(nic);
          return nic;
        });
  }

  private Outcome<Reply> ips(Actor actor, Request request) {
    String path =
        side.path() + "/" + request.id() + "/network_interfaces/" + request.second() + "/ips";
    return read(
        actor,
        request,
        (holdings, nic) ->
            new Pages(request, path, "ips")
                .parts(
                    VirtualNetworkInterfaces.ips(nic.virtualNetworkInterface()),
                    Resource::id,
                    ip -> shown(request, holdings, ip)));
  }

  private Outcome<Reply> ip(Actor actor, Request request) {
    return read(
        actor,
        request,
        (holdings, nic) ->
            Reply.json(
                200,
                shown(
                    request,
                    holdings,
                    VirtualNetworkInterfaces.ip(nic.virtualNetworkInterface(), request.third()))));
  }

  private static ReservedIpBody shown(Request request, Holdings holdings, ReservedIp ip) {
    Placed<ReservedIp> place = holdings.locate(ReservedIp.class, ip.id());
    return ReservedIpBody.of(request, place);
  }

  private <T> Outcome<T> read(
      Actor actor, Request request, BiFunction<Holdings, NetworkInterface, T> work) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                work.apply(
                    holdings,
                    interfaces.networkInterface(
                        interfaces.server(holdings, request.id()), request.second())));
  }
}
