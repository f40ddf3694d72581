package io.sekisho.networkapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Placed;
import io.sekisho.network.FloatingIps;
import io.sekisho.network.FloatingIps.Patch;
import io.sekisho.network.FloatingIps.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Floating IPs.
final class FloatingIpRoutes {
  private static final String ALL = "/floating_ips";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "floating-ip";
  private static final String LIST = "is.floating-ip.floating-ip.list";
  private static final String TARGET = "target";
  private static final String TARGET_TYPE = "target.resource_type";

  private final VpcRoutes routes;
  private final FloatingIps ips;

  FloatingIpRoutes(VpcRoutes routes, FloatingIps ips) {
    this.routes = routes;
    this.ips = ips;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, "is.floating-ip.floating-ip.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        routes
            .list(
                ALL,
                LIST,
                Set.of(Pages.GROUP, "sort", "target.id", "target.crn", "target.name", TARGET_TYPE),
                this::list)
            .answering(200, Pages.shape("floating_ips", Body.class)),
        routes
            .about(TYPE, "GET", ONE, "is.floating-ip.floating-ip.read", this::get)
            .answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, "is.floating-ip.floating-ip.update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes
            .about(TYPE, "DELETE", ONE, "is.floating-ip.floating-ip.delete", this::delete)
            .silent());
  }

  /// A floating IP as IBM shows one.
  record Body(
      String address,
      Instant createdAt,
      String crn,
      String href,
      String id,
      String name,
      Named.Group resourceGroup,
      String status,
      Optional<Target> target,
      Named.Zone zone) {
    static Body of(Request request, Holdings holdings, Placed<FloatingIp> place) {
      FloatingIp it = place.value();
      return new Body(
          it.address().toString(),
          it.identity().createdAt(),
          it.identity().crn().toString(),
          request.href(ALL + "/" + it.id()),
          it.id(),
          it.name(),
          Named.Group.of(request, holdings, it),
          "available",
          Target.of(request, holdings, place),
          Named.Zone.of(request, it.zone()));
    }
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class)
        .then(said -> ips.create(actor, said))
        .then(ip -> shown(actor, request, 201, ip.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "floating_ips");
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Map<String, Body> bodies =
                  holdings.everywhere(FloatingIp.class).stream()
                      .map(it -> Body.of(request, holdings, it))
                      .filter(pages.where("target.id", of(Target::id)))
                      .filter(pages.where("target.crn", of(it -> it.crn().orElse(""))))
                      .filter(pages.where("target.name", of(Target::name)))
                      .filter(pages.where(TARGET_TYPE, of(Target::resourceType)))
                      .collect(Collectors.toMap(Body::id, Function.identity()));
              List<FloatingIp> all =
                  holdings.everywhere(FloatingIp.class).stream()
                      .map(Placed::value)
                      .filter(it -> bodies.containsKey(it.id()))
                      .filter(
                          pages.<FloatingIp>where(Pages.GROUP, it -> it.identity().resourceGroup()))
                      .toList();
              return pages.of(
                  holdings, all, LIST, it -> Objects.requireNonNull(bodies.get(it.id())));
            });
  }

  private static Function<Body, String> of(Function<Target, String> member) {
    return body -> body.target.map(member).orElse("");
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of(TARGET))
        .then(
            patch ->
                ips.update(actor, request.id(), patch.value(), patch.removed().contains(TARGET)))
        .then(ip -> shown(actor, request, 200, ip.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return ips.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status, Body.of(request, holdings, holdings.locate(FloatingIp.class, id))));
  }
}
