package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnGatewayRoutes.ACTION;
import static io.sekisho.gatewayapi.VpnGatewayRoutes.TYPE;
import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Resource;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Policies of a kind for VPN connections, and which connections use them.
///
/// @param <P> the policy
/// @param <N> what is said of a new one
/// @param <C> what is said of one that changes
final class VpnPolicyRoutes<P extends Resource, N, C> {

  private final VpcRoutes routes;
  private final Form<P, N, C> form;
  private final Deeds<P, N, C> deeds;

  VpnPolicyRoutes(VpcRoutes routes, Form<P, N, C> form, Deeds<P, N, C> deeds) {
    this.routes = routes;
    this.form = form;
    this.deeds = deeds;
  }

  /// What they are called, and look like.
  ///
  /// @param collection the member of a list that holds them, and their path
  /// @param required what has to be said of a new one
  /// @param of which of them a connection uses
  record Form<P, N, C>(
      Class<P> type,
      String collection,
      Class<N> prototype,
      List<String> required,
      Class<C> patch,
      Function<VpnConnection, Optional<String>> of,
      Look<P> look) {
    Form {
      required = List.copyOf(required);
    }
  }

  /// How one is shown.
  ///
  /// @param body the record that it is
  /// @param shown makes one, of the policy and the connections that use it
  record Look<P>(Class<?> body, Showing<P> shown) {}

  /// Makes the body of a policy.
  @FunctionalInterface
  interface Showing<P> {
    Object of(Request request, Holdings holdings, P policy, List<Named> connections);
  }

  /// What is done to them.
  record Deeds<P, N, C>(
      BiFunction<Actor, N, Outcome<P>> create,
      Update<P, C> update,
      BiFunction<Actor, String, Outcome<P>> delete) {}

  /// Changes the one of an id.
  @FunctionalInterface
  interface Update<P, C> {
    Outcome<P> of(Actor actor, String id, C said);
  }

  /// A word of a policy's, as IBM writes it.
  static String word(Enum<?> it) {
    return it.name().toLowerCase(Locale.ROOT);
  }

  List<Route> table() {
    String all = path();
    String one = all + "/{id}";
    Class<?> body = form.look.body;
    return List.of(
        routes
            .route("POST", all, ACTION + "create", this::create)
            .taking(JSON, form.prototype)
            .answering(201, body),
        routes
            .list(all, ACTION + "list", Set.of(Pages.GROUP), this::list)
            .answering(200, Pages.shape(form.collection, body)),
        routes.about(TYPE, "GET", one, ACTION + "read", this::get).answering(200, body),
        routes
            .about(TYPE, "PATCH", one, ACTION + "update", this::update)
            .taking(MERGE_PATCH, form.patch)
            .answering(200, body),
        routes.about(TYPE, "DELETE", one, ACTION + "delete", this::delete).silent(),
        VpcRoutes.paged(
                routes.about(TYPE, "GET", one + "/connections", ACTION + "read", this::users),
                Set.of())
            .answering(200, Pages.shape("connections", VpnConnectionBody.class)));
  }

  private String path() {
    return "/" + form.collection;
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(form.prototype, form.required.toArray(String[]::new))
        .then(said -> deeds.create.apply(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                new Pages(request, path(), form.collection)
                    .grouped(
                        holdings, form.type, ACTION + "list", it -> body(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(form.patch, Set.of())
        .then(patch -> deeds.update.of(actor, request.id(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return deeds.delete.apply(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> users(Actor actor, Request request) {
    Pages pages = new Pages(request, path() + "/" + request.id() + "/connections", "connections");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.parts(
                    users(holdings, holdings.get(form.type, request.id())),
                    it -> it.connection().id(),
                    it -> it.shown(request, holdings)));
  }

  private List<PolicyUser> users(Holdings holdings, P policy) {
    return PolicyUser.of(holdings, it -> form.of.apply(it).filter(policy.id()::equals).isPresent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> Reply.json(status, body(request, holdings, holdings.get(form.type, id))));
  }

  private Object body(Request request, Holdings holdings, P policy) {
    List<Named> connections =
        users(holdings, policy).stream().map(user -> user.named(request)).toList();
    return form.look.shown.of(request, holdings, policy, connections);
  }
}
