package io.sekisho.networkapi;

import static io.sekisho.networkapi.SubnetRoutes.READ;
import static io.sekisho.networkapi.SubnetRoutes.TYPE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.network.Addresses;
import io.sekisho.network.ProviderIps;
import io.sekisho.network.ReservedIps;
import io.sekisho.network.ReservedIps.Patch;
import io.sekisho.network.ReservedIps.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The reserved IPs of a subnet: every address that nobody else can have.
final class ReservedIpRoutes {
  private static final String ALL = SubnetBody.ALL + "/{subnet_id}/reserved_ips";
  private static final String ONE = ALL + "/{id}";
  private static final String OPERATE = "is.subnet.subnet.operate";
  private static final String TARGET_TYPE = "target.resource_type";

  private final VpcRoutes routes;
  private final ReservedIps ips;

  ReservedIpRoutes(VpcRoutes routes, ReservedIps ips) {
    this.routes = routes;
    this.ips = ips;
  }

  List<Route> table() {
    return List.of(
        routes
            .about(TYPE, "POST", ALL, OPERATE, this::create)
            .taking(JSON, Prototype.class)
            .answering(201, ReservedIpBody.class),
        VpcRoutes.paged(
                routes.about(TYPE, "GET", ALL, READ, this::list),
                Set.of("sort", "target.id", "target.crn", "target.name", TARGET_TYPE))
            .answering(200, Pages.shape("reserved_ips", ReservedIpBody.class)),
        routes.about(TYPE, "GET", ONE, READ, this::get).answering(200, ReservedIpBody.class),
        routes
            .about(TYPE, "PATCH", ONE, OPERATE, this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, ReservedIpBody.class),
        routes.about(TYPE, "DELETE", ONE, OPERATE, this::delete).silent());
  }

  private static String path(String subnet) {
    return SubnetBody.ALL + "/" + subnet + "/reserved_ips";
  }

  private static List<ReservedIpBody> all(Request request, Holdings holdings) {
    Subnet subnet = holdings.get(Subnet.class, request.id());
    List<ReservedIpBody> all = new ArrayList<>();
    ProviderIps.of(subnet).forEach(it -> all.add(ReservedIpBody.of(request, it)));
    new Addresses(holdings, subnet)
        .reserved()
        .forEach(it -> all.add(ReservedIpBody.of(request, it)));
    return all;
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class)
        .then(said -> ips.create(actor, request.id(), said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request.id()), "reserved_ips");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.parts(
                    all(request, holdings).stream()
                        .filter(pages.where("target.id", of(Target::id)))
                        .filter(pages.where("target.crn", of(it -> it.crn().orElse(""))))
                        .filter(pages.where("target.name", of(Target::name)))
                        .filter(pages.where(TARGET_TYPE, of(Target::resourceType)))
                        .toList(),
                    Map.of(
                        "address",
                        ReservedIpBody::place,
                        "created_at",
                        it -> it.createdAt() + " " + it.place(),
                        "name",
                        it -> it.name() + " " + it.id()),
                    "address",
                    Function.identity()));
  }

  private static Function<ReservedIpBody, String> of(Function<Target, String> member) {
    return body -> body.target().map(member).orElse("");
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.second());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> ips.update(actor, request.id(), request.second(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return ips.delete(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Subnet subnet = holdings.get(Subnet.class, request.id());
              ReservedIpBody body =
                  ProviderIps.of(subnet).stream()
                      .filter(it -> it.id().equals(id))
                      .map(it -> ReservedIpBody.of(request, it))
                      .findFirst()
                      .orElseGet(
                          () -> ReservedIpBody.of(request, ReservedIps.get(holdings, subnet, id)));
              return Reply.json(status, body);
            });
  }
}
