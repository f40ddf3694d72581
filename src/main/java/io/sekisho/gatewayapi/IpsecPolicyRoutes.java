package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnGatewayRoutes.ACTION;
import static io.sekisho.gatewayapi.VpnGatewayRoutes.TYPE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.IpsecPolicy;
import io.sekisho.passage.IpsecPolicies;
import io.sekisho.passage.IpsecPolicies.Patch;
import io.sekisho.passage.IpsecPolicies.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// IPsec policies, and which connections use them.
final class IpsecPolicyRoutes {
  private static final String ALL = "/ipsec_policies";
  private static final String ONE = ALL + "/{id}";
  private static final String USERS = ONE + "/connections";
  private static final String GROUP = "resource_group.id";

  private final VpcRoutes routes;
  private final IpsecPolicies policies;

  IpsecPolicyRoutes(VpcRoutes routes, IpsecPolicies policies) {
    this.routes = routes;
    this.policies = policies;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        routes
            .list(ALL, ACTION + "list", Set.of(GROUP), this::list)
            .answering(200, Pages.shape("ipsec_policies", Body.class)),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes.about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete).silent(),
        VpcRoutes.paged(routes.about(TYPE, "GET", USERS, ACTION + "read", this::users), Set.of())
            .answering(200, Pages.shape("connections", VpnConnectionBody.class)));
  }

  /// An IPsec policy as IBM shows one.
  record Body(
      String authenticationAlgorithm,
      List<Named> connections,
      Instant createdAt,
      String encapsulationMode,
      String encryptionAlgorithm,
      String href,
      String id,
      int keyLifetime,
      String name,
      String pfs,
      Named.Group resourceGroup,
      String resourceType,
      String transformProtocol) {
    static Body of(Request request, Holdings holdings, IpsecPolicy it) {
      return new Body(
          word(it.authentication()),
          PolicyUser.of(holdings, user -> user.ipsecPolicy().filter(it.id()::equals).isPresent())
              .stream()
              .map(user -> user.named(request))
              .toList(),
          it.identity().createdAt(),
          "tunnel",
          word(it.encryption()),
          request.href(ALL + "/" + it.id()),
          it.id(),
          it.keyLifetime(),
          it.name(),
          word(it.pfs()),
          Named.Group.of(request, holdings, it),
          "ipsec_policy",
          "esp");
    }
  }

  private static String word(Enum<?> it) {
    return it.name().toLowerCase(Locale.ROOT);
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "authentication_algorithm", "encryption_algorithm", "pfs")
        .then(said -> policies.create(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "ipsec_policies");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(
                        IpsecPolicy.class, pages.where(GROUP, it -> it.identity().resourceGroup())),
                    ACTION + "list",
                    it -> Body.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> policies.update(actor, request.id(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return policies.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> users(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL + "/" + request.id() + "/connections", "connections");
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              String id = holdings.get(IpsecPolicy.class, request.id()).id();
              return pages.parts(
                  PolicyUser.of(holdings, it -> it.ipsecPolicy().filter(id::equals).isPresent()),
                  it -> it.connection().id(),
                  it -> it.shown(request, holdings));
            });
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status, Body.of(request, holdings, holdings.get(IpsecPolicy.class, id))));
  }
}
