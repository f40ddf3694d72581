package io.sekisho.networkapi;

import static io.sekisho.networkapi.VpcBody.ALL;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.network.Vpcs;
import io.sekisho.network.Vpcs.Patch;
import io.sekisho.network.Vpcs.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;

/// VPCs.
final class VpcsRoutes {
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "vpc";
  private static final String LIST = "is.vpc.vpc.list";
  private static final String CLASSIC = "classic_access";
  private static final String SERVERS = "dns.resolver.manual_servers";
  private static final String HUB = "dns.resolver.vpc";

  private final VpcRoutes routes;
  private final Vpcs vpcs;

  VpcsRoutes(VpcRoutes routes, Vpcs vpcs) {
    this.routes = routes;
    this.vpcs = vpcs;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, "is.vpc.vpc.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, VpcBody.class),
        routes
            .list(ALL, LIST, Set.of(Pages.GROUP, CLASSIC), this::list)
            .answering(200, Pages.shape("vpcs", VpcBody.class)),
        routes.about(TYPE, "GET", ONE, "is.vpc.vpc.read", this::get).answering(200, VpcBody.class),
        routes
            .about(TYPE, "PATCH", ONE, "is.vpc.vpc.update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, VpcBody.class),
        routes.about(TYPE, "DELETE", ONE, "is.vpc.vpc.delete", this::delete).silent());
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class)
        .then(said -> vpcs.create(actor, said))
        .then(vpc -> shown(actor, request, 201, vpc.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "vpcs");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings
                        .all(
                            Vpc.class,
                            pages.where(Pages.GROUP, it -> it.identity().resourceGroup()))
                        .stream()
                        .filter(pages.<Vpc>where(CLASSIC, _ -> "false"))
                        .toList(),
                    LIST,
                    it -> VpcBody.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of(SERVERS, HUB))
        .then(
            patch ->
                request
                    .seen(patch.value().replacesList())
                    .then(
                        seen ->
                            vpcs.update(
                                actor,
                                request.id(),
                                patch.value(),
                                patch.removed().contains(SERVERS),
                                seen)))
        .then(vpc -> shown(actor, request, 200, vpc.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return vpcs.delete(actor, request.id(), request.seen()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Vpc vpc = holdings.get(Vpc.class, id);
              return Request.tagged(status, VpcBody.of(request, holdings, vpc), vpc);
            });
  }
}
