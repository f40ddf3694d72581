package io.sekisho.networkapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.network.AddressPrefixes;
import io.sekisho.network.AddressPrefixes.Patch;
import io.sekisho.network.AddressPrefixes.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpc.Vpc.AddressPrefix;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The address prefixes of a VPC.
final class AddressPrefixRoutes {
  private static final String ALL = VpcBody.ALL + "/{vpc_id}/address_prefixes";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "vpc";
  private static final String READ = "is.vpc.vpc.read";
  private static final String UPDATE = "is.vpc.vpc.update";

  private final VpcRoutes routes;
  private final AddressPrefixes prefixes;

  AddressPrefixRoutes(VpcRoutes routes, AddressPrefixes prefixes) {
    this.routes = routes;
    this.prefixes = prefixes;
  }

  List<Route> table() {
    return List.of(
        routes
            .about(TYPE, "POST", ALL, UPDATE, this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        VpcRoutes.paged(routes.about(TYPE, "GET", ALL, READ, this::list), Set.of())
            .answering(200, Pages.shape("address_prefixes", Body.class)),
        routes.about(TYPE, "GET", ONE, READ, this::get).answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, UPDATE, this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes.about(TYPE, "DELETE", ONE, UPDATE, this::delete).silent());
  }

  /// An address prefix as IBM shows one.
  record Body(
      String cidr,
      Instant createdAt,
      boolean hasSubnets,
      String href,
      String id,
      boolean isDefault,
      String name,
      Named.Zone zone) {
    static Body of(Request request, Holdings holdings, Vpc vpc, AddressPrefix it) {
      return new Body(
          it.cidr().toString(),
          it.createdAt(),
          AddressPrefixes.isUsed(holdings, vpc, it),
          request.href(path(vpc.id()) + "/" + it.id()),
          it.id(),
          it.byDefault(),
          it.name(),
          Named.Zone.of(request, it.zone()));
    }
  }

  private static String path(String vpc) {
    return VpcBody.ALL + "/" + vpc + "/address_prefixes";
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "cidr", "zone")
        .then(said -> prefixes.create(actor, request.id(), said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, path(request.id()), "address_prefixes");
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Vpc vpc = holdings.get(Vpc.class, request.id());
              return pages.parts(
                  vpc.addressPrefixes(),
                  it -> it.createdAt() + " " + it.zone() + " " + it.id(),
                  it -> Body.of(request, holdings, vpc, it));
            });
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.second());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> prefixes.update(actor, request.id(), request.second(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return prefixes.delete(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Vpc vpc = holdings.get(Vpc.class, request.id());
              return Reply.json(
                  status, Body.of(request, holdings, vpc, AddressPrefixes.get(vpc, id)));
            });
  }
}
