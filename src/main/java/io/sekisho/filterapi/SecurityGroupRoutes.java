package io.sekisho.filterapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.filter.Dialect;
import io.sekisho.filter.SecurityGroups;
import io.sekisho.filter.SecurityGroups.Patch;
import io.sekisho.filter.SecurityGroups.Prototype;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;

/// Security groups.
final class SecurityGroupRoutes {
  static final String ALL = "/security_groups";
  static final String ONE = ALL + "/{id}";
  static final String TYPE = "security-group";
  static final String READ = "is.security-group.security-group.read";
  static final String UPDATE = "is.security-group.security-group.update";

  private static final String VPC_ID = "vpc.id";
  private static final String VPC_CRN = "vpc.crn";
  private static final String VPC_NAME = "vpc.name";

  private final VpcRoutes routes;
  private final SecurityGroups groups;

  SecurityGroupRoutes(VpcRoutes routes, SecurityGroups groups) {
    this.routes = routes;
    this.groups = groups;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, "is.security-group.security-group.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, SecurityGroupBody.class),
        routes
            .list(ALL, READ, Set.of(Pages.GROUP, VPC_ID, VPC_CRN, VPC_NAME), this::list)
            .answering(200, Pages.shape("security_groups", SecurityGroupBody.class)),
        routes.about(TYPE, "GET", ONE, READ, this::get).answering(200, SecurityGroupBody.class),
        routes
            .about(TYPE, "PATCH", ONE, UPDATE, this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, SecurityGroupBody.class),
        routes
            .about(TYPE, "DELETE", ONE, "is.security-group.security-group.delete", this::delete)
            .silent(),
        routes
            .about(
                "vpc", "GET", "/vpcs/{id}/default_security_group", "is.vpc.vpc.read", this::ofVpc)
            .answering(200, SecurityGroupBody.class));
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "vpc")
        .then(said -> groups.create(actor, said, Dialect.at(request.version())))
        .then(group -> shown(actor, request, 201, group));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "security_groups");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(
                        SecurityGroup.class,
                        pages
                            .<SecurityGroup>where(Pages.GROUP, it -> it.identity().resourceGroup())
                            .and(pages.where(VPC_ID, SecurityGroup::vpc))
                            .and(
                                pages.where(
                                    VPC_CRN,
                                    it ->
                                        holdings
                                            .get(Vpc.class, it.vpc())
                                            .identity()
                                            .crn()
                                            .toString()))
                            .and(
                                pages.where(
                                    VPC_NAME, it -> holdings.get(Vpc.class, it.vpc()).name()))),
                    READ,
                    it -> SecurityGroupBody.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    200,
                    SecurityGroupBody.of(
                        request, holdings, holdings.get(SecurityGroup.class, request.id()))));
  }

  private Outcome<Reply> ofVpc(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              SecurityGroup it =
                  SecurityGroups.byDefault(holdings, holdings.get(Vpc.class, request.id()));
              holdings.expect(READ, it);
              return Reply.json(200, SecurityGroupBody.of(request, holdings, it));
            });
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> groups.update(actor, request.id(), patch.value()))
        .then(group -> shown(actor, request, 200, group));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return groups.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, SecurityGroup group) {
    return routes
        .estate()
        .read(
            actor, holdings -> Reply.json(status, SecurityGroupBody.of(request, holdings, group)));
  }
}
