package io.sekisho.networkapi;

import static io.sekisho.networkapi.VirtualNetworkInterfaceRoutes.ONE;
import static io.sekisho.networkapi.VirtualNetworkInterfaceRoutes.READ;
import static io.sekisho.networkapi.VirtualNetworkInterfaceRoutes.TYPE;
import static io.sekisho.networkapi.VirtualNetworkInterfaceRoutes.UPDATE;

import io.sekisho.address.Ip;
import io.sekisho.estate.Actor;
import io.sekisho.network.FloatingIps;
import io.sekisho.network.VirtualNetworkInterfaces;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpcapi.Addressed;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The addresses of virtual network interfaces: reserved IPs and floating IPs.
final class VirtualInterfacePartRoutes {
  private static final String IPS = ONE + "/ips";
  private static final String IP = IPS + "/{ip_id}";
  private static final String FLOATING_IPS = ONE + "/floating_ips";
  private static final String FLOATING_IP = FLOATING_IPS + "/{ip_id}";

  private final VpcRoutes routes;
  private final VirtualNetworkInterfaces interfaces;
  private final FloatingIps floating;

  VirtualInterfacePartRoutes(
      VpcRoutes routes, VirtualNetworkInterfaces interfaces, FloatingIps floating) {
    this.routes = routes;
    this.interfaces = interfaces;
    this.floating = floating;
  }

  List<Route> table() {
    return List.of(
        VpcRoutes.paged(routes.about(TYPE, "GET", IPS, READ, this::ips), Set.of("sort"))
            .answering(200, Pages.shape("ips", Addressed.class)),
        routes.about(TYPE, "GET", IP, READ, this::ip).answering(200, Addressed.class),
        routes.about(TYPE, "PUT", IP, UPDATE, this::addIp).answering(201, Addressed.class),
        routes.about(TYPE, "DELETE", IP, UPDATE, this::removeIp).silent(),
        VpcRoutes.paged(
                routes.about(TYPE, "GET", FLOATING_IPS, READ, this::floatingIps), Set.of("sort"))
            .answering(200, Pages.shape("floating_ips", Addressed.class)),
        routes
            .about(TYPE, "GET", FLOATING_IP, READ, this::floatingIp)
            .answering(200, Addressed.class),
        routes.about(TYPE, "PUT", FLOATING_IP, UPDATE, this::bind).answering(201, Addressed.class),
        routes.about(TYPE, "DELETE", FLOATING_IP, UPDATE, this::unbind).silent());
  }

  private Outcome<Reply> ips(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request) + "/ips", "ips");
    return read(
        actor,
        request,
        it ->
            pages.parts(
                VirtualNetworkInterfaces.ips(it),
                Map.of(
                    "address", ip -> order(ip.address()), "name", ip -> ip.name() + " " + ip.id()),
                "address",
                ip -> Addressed.of(request, ip)));
  }

  private Outcome<Reply> ip(Actor actor, Request request) {
    return read(
        actor,
        request,
        it ->
            Reply.json(
                200, Addressed.of(request, VirtualNetworkInterfaces.ip(it, request.second()))));
  }

  private Outcome<Reply> addIp(Actor actor, Request request) {
    return interfaces
        .addIp(actor, request.id(), request.second())
        .map(ip -> Reply.json(201, Addressed.of(request, ip)));
  }

  private Outcome<Reply> removeIp(Actor actor, Request request) {
    return interfaces.removeIp(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> floatingIps(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request) + "/floating_ips", "floating_ips");
    return read(
        actor,
        request,
        it ->
            pages.parts(
                it.floatingIps(),
                Map.of(
                    "address", ip -> order(ip.address()), "name", ip -> ip.name() + " " + ip.id()),
                "address",
                ip -> Addressed.of(request, ip)));
  }

  private Outcome<Reply> floatingIp(Actor actor, Request request) {
    return read(
        actor,
        request,
        it ->
            Reply.json(
                200,
                Addressed.of(request, VirtualNetworkInterfaces.floatingIp(it, request.second()))));
  }

  private Outcome<Reply> bind(Actor actor, Request request) {
    return read(actor, request, it -> it)
        .then(it -> floating.bind(actor, it.id(), request.second(), false))
        .map(ip -> Reply.json(201, Addressed.of(request, ip)));
  }

  private Outcome<Reply> unbind(Actor actor, Request request) {
    return read(actor, request, it -> it)
        .then(it -> floating.unbind(actor, it.id(), request.second()))
        .map(_ -> Reply.noContent());
  }

  private static String order(Ip ip) {
    return "%020d".formatted(ip.low());
  }

  private static String path(Request request) {
    return VirtualNetworkInterfaceRoutes.ALL + "/" + request.id();
  }

  private <T> Outcome<T> read(
      Actor actor, Request request, Function<VirtualNetworkInterface, T> work) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> work.apply(VirtualNetworkInterfaces.get(holdings, request.id()).value()));
  }
}
