package io.sekisho.networkapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Placed;
import io.sekisho.network.VirtualInterfaces.Prototype;
import io.sekisho.network.VirtualNetworkInterfaces;
import io.sekisho.network.VirtualNetworkInterfaces.Patch;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Virtual network interfaces.
final class VirtualNetworkInterfaceRoutes {
  static final String ALL = "/virtual_network_interfaces";
  static final String ONE = ALL + "/{id}";
  static final String TYPE = "virtual-network-interface";

  private static final String ACTION = "is.virtual-network-interface.virtual-network-interface";
  private static final String LIST = ACTION + ".list";
  static final String READ = ACTION + ".read";
  static final String UPDATE = ACTION + ".update";

  private final VpcRoutes routes;
  private final VirtualNetworkInterfaces interfaces;

  VirtualNetworkInterfaceRoutes(VpcRoutes routes, VirtualNetworkInterfaces interfaces) {
    this.routes = routes;
    this.interfaces = interfaces;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + ".create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, VirtualInterfaceBody.class),
        routes
            .list(ALL, LIST, Set.of(Pages.GROUP), this::list)
            .answering(200, Pages.shape("virtual_network_interfaces", VirtualInterfaceBody.class)),
        routes.about(TYPE, "GET", ONE, READ, this::get).answering(200, VirtualInterfaceBody.class),
        routes
            .about(TYPE, "PATCH", ONE, UPDATE, this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, VirtualInterfaceBody.class),
        routes
            .about(TYPE, "DELETE", ONE, ACTION + ".delete", this::delete)
            .answering(202, VirtualInterfaceBody.class));
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class)
        .then(said -> interfaces.create(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "virtual_network_interfaces");
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Map<String, Placed<VirtualNetworkInterface>> places =
                  VirtualNetworkInterfaces.all(holdings).stream()
                      .collect(Collectors.toMap(it -> it.value().id(), it -> it));
              List<VirtualNetworkInterface> all =
                  places.values().stream()
                      .map(Placed::value)
                      .filter(
                          pages.<VirtualNetworkInterface>where(
                              Pages.GROUP, it -> it.identity().resourceGroup()))
                      .toList();
              return pages.of(
                  holdings,
                  all,
                  LIST,
                  it ->
                      VirtualInterfaceBody.of(
                          request, holdings, Objects.requireNonNull(places.get(it.id()))));
            });
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> interfaces.update(actor, request.id(), patch.value(), request.seen()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return interfaces
        .delete(actor, request.id(), request.seen())
        .then(
            it ->
                routes
                    .estate()
                    .read(
                        actor,
                        holdings ->
                            Request.tagged(
                                202,
                                VirtualInterfaceBody.of(
                                        request, holdings, new Placed<>(it, List.of()))
                                    .going(),
                                it)));
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Placed<VirtualNetworkInterface> it = VirtualNetworkInterfaces.get(holdings, id);
              Object body = VirtualInterfaceBody.of(request, holdings, it);
              return Request.tagged(status, body, it.value());
            });
  }
}
