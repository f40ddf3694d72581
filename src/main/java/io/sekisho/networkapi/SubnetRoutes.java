package io.sekisho.networkapi;

import static io.sekisho.networkapi.SubnetBody.ALL;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.network.Subnets;
import io.sekisho.network.Subnets.Patch;
import io.sekisho.network.Subnets.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;

/// Subnets.
final class SubnetRoutes {
  static final String ONE = ALL + "/{id}";
  static final String TYPE = "subnet";
  static final String READ = "is.subnet.subnet.read";
  static final String UPDATE = "is.subnet.subnet.update";

  private static final String LIST = "is.subnet.subnet.list";
  private static final String ZONE = "zone.name";
  private static final String VPC_ID = "vpc.id";
  private static final String VPC_CRN = "vpc.crn";
  private static final String VPC_NAME = "vpc.name";
  private static final String TABLE_ID = "routing_table.id";
  private static final String TABLE_NAME = "routing_table.name";
  private static final String GATEWAY = "public_gateway";

  private final VpcRoutes routes;
  private final Subnets subnets;

  SubnetRoutes(VpcRoutes routes, Subnets subnets) {
    this.routes = routes;
    this.subnets = subnets;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, "is.subnet.subnet.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, SubnetBody.class),
        routes
            .list(
                ALL,
                LIST,
                Set.of(Pages.GROUP, ZONE, VPC_ID, VPC_CRN, VPC_NAME, TABLE_ID, TABLE_NAME),
                this::list)
            .answering(200, Pages.shape("subnets", SubnetBody.class)),
        routes.about(TYPE, "GET", ONE, READ, this::get).answering(200, SubnetBody.class),
        routes
            .about(TYPE, "PATCH", ONE, UPDATE, this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, SubnetBody.class),
        routes.about(TYPE, "DELETE", ONE, "is.subnet.subnet.delete", this::delete).silent());
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "vpc")
        .then(said -> subnets.create(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "subnets");
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              List<Subnet> all =
                  holdings.all(Subnet.class).stream()
                      .filter(pages.<Subnet>where(Pages.GROUP, it -> it.identity().resourceGroup()))
                      .filter(pages.<Subnet>where(ZONE, Subnet::zone))
                      .filter(pages.<Subnet>where(VPC_ID, Subnet::vpc))
                      .filter(pages.<Subnet>where(VPC_CRN, it -> crn(vpc(holdings, it))))
                      .filter(pages.<Subnet>where(VPC_NAME, it -> vpc(holdings, it).name()))
                      .filter(pages.<Subnet>where(TABLE_ID, it -> it.routingTable().orElseThrow()))
                      .filter(
                          pages.<Subnet>where(
                              TABLE_NAME, it -> Subnets.tableOf(holdings, it).name()))
                      .toList();
              return pages.of(holdings, all, LIST, it -> SubnetBody.of(request, holdings, it));
            });
  }

  private static Vpc vpc(Holdings holdings, Subnet it) {
    return holdings.get(Vpc.class, it.vpc());
  }

  private static String crn(Resource it) {
    return it.identity().crn().toString();
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of(GATEWAY))
        .then(
            patch ->
                subnets.update(
                    actor, request.id(), patch.value(), patch.removed().contains(GATEWAY)))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return subnets.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status, SubnetBody.of(request, holdings, holdings.get(Subnet.class, id))));
  }
}
