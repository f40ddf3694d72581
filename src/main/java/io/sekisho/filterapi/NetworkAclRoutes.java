package io.sekisho.filterapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Which;
import io.sekisho.filter.Dialect;
import io.sekisho.filter.NetworkAcls;
import io.sekisho.filter.NetworkAcls.Patch;
import io.sekisho.filter.NetworkAcls.Prototype;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.network.Subnets;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Network ACLs, and which one a VPC or a subnet uses.
final class NetworkAclRoutes {
  static final String ALL = "/network_acls";
  static final String ONE = ALL + "/{id}";
  static final String TYPE = "network-acl";
  static final String READ = "is.network-acl.network-acl.read";
  static final String UPDATE = "is.network-acl.network-acl.update";

  private static final String LIST = "is.network-acl.network-acl.list";
  private static final String OF_VPC = "/vpcs/{id}/default_network_acl";
  private static final String OF_SUBNET = "/subnets/{id}/network_acl";

  private final VpcRoutes routes;
  private final NetworkAcls acls;
  private final Subnets subnets;

  NetworkAclRoutes(VpcRoutes routes, NetworkAcls acls, Subnets subnets) {
    this.routes = routes;
    this.acls = acls;
    this.subnets = subnets;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, "is.network-acl.network-acl.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, NetworkAclBody.class),
        routes
            .list(ALL, LIST, Set.of(Pages.GROUP), this::list)
            .answering(200, Pages.shape("network_acls", NetworkAclBody.class)),
        routes.about(TYPE, "GET", ONE, READ, this::get).answering(200, NetworkAclBody.class),
        routes
            .about(TYPE, "PATCH", ONE, UPDATE, this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, NetworkAclBody.class),
        routes
            .about(TYPE, "DELETE", ONE, "is.network-acl.network-acl.delete", this::delete)
            .silent(),
        routes
            .about("vpc", "GET", OF_VPC, "is.vpc.vpc.read", this::ofVpc)
            .answering(200, NetworkAclBody.class),
        routes
            .about("subnet", "GET", OF_SUBNET, "is.subnet.subnet.read", this::ofSubnet)
            .answering(200, NetworkAclBody.class),
        routes
            .about("subnet", "PUT", OF_SUBNET, "is.subnet.subnet.update", this::use)
            .taking(JSON, Which.class)
            .answering(201, NetworkAclBody.class));
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "vpc")
        .then(said -> acls.create(actor, said, Dialect.at(request.version())))
        .then(acl -> shown(actor, request, 201, _ -> acl));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                new Pages(request, ALL, "network_acls")
                    .grouped(
                        holdings,
                        NetworkAcl.class,
                        LIST,
                        it -> NetworkAclBody.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, holdings -> holdings.get(NetworkAcl.class, request.id()));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> acls.update(actor, request.id(), patch.value()))
        .then(acl -> shown(actor, request, 200, _ -> acl));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return acls.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> ofVpc(Actor actor, Request request) {
    return shown(
        actor,
        request,
        200,
        holdings ->
            readable(
                holdings, NetworkAcls.byDefault(holdings, holdings.get(Vpc.class, request.id()))));
  }

  private Outcome<Reply> ofSubnet(Actor actor, Request request) {
    return shown(
        actor,
        request,
        200,
        holdings ->
            readable(holdings, Subnets.aclOf(holdings, holdings.get(Subnet.class, request.id()))));
  }

  /// It is asked for by way of another resource.
  private static NetworkAcl readable(Holdings holdings, NetworkAcl acl) {
    holdings.expect(READ, acl);
    return acl;
  }

  private Outcome<Reply> use(Actor actor, Request request) {
    return request
        .body(Which.class)
        .then(which -> subnets.useAcl(actor, request.id(), which))
        .then(subnet -> shown(actor, request, 201, holdings -> Subnets.aclOf(holdings, subnet)));
  }

  private Outcome<Reply> shown(
      Actor actor, Request request, int status, Function<Holdings, NetworkAcl> which) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(status, NetworkAclBody.of(request, holdings, which.apply(holdings))));
  }
}
