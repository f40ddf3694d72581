package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.Keys;
import io.sekisho.compute.Keys.Patch;
import io.sekisho.compute.Keys.Prototype;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Key;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// SSH keys.
final class KeyRoutes {
  private static final String ALL = "/keys";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "key";
  private static final String LIST = "is.key.key.list";

  private final VpcRoutes routes;
  private final Keys keys;

  KeyRoutes(VpcRoutes routes, Keys keys) {
    this.routes = routes;
    this.keys = keys;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, "is.key.key.create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        routes
            .list(ALL, LIST, Set.of(Pages.GROUP), this::list)
            .answering(200, Pages.shape("keys", Body.class)),
        routes.about(TYPE, "GET", ONE, "is.key.key.read", this::get).answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, "is.key.key.update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes.about(TYPE, "DELETE", ONE, "is.key.key.delete", this::delete).silent());
  }

  /// A key as IBM shows one.
  record Body(
      Instant createdAt,
      String crn,
      String fingerprint,
      String href,
      String id,
      int length,
      String name,
      String publicKey,
      Named.Group resourceGroup,
      String type) {
    static Body of(Request request, Holdings holdings, Key it) {
      return new Body(
          it.identity().createdAt(),
          it.identity().crn().toString(),
          it.fingerprint(),
          request.href(ALL + "/" + it.id()),
          it.id(),
          it.length(),
          it.name(),
          it.publicKey(),
          Named.Group.of(request, holdings, it),
          it.type());
    }
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "public_key")
        .then(said -> keys.create(actor, said))
        .then(key -> shown(actor, request, 201, key));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                new Pages(request, ALL, "keys")
                    .grouped(holdings, Key.class, LIST, it -> Body.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(200, Body.of(request, holdings, holdings.get(Key.class, request.id()))));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> keys.update(actor, request.id(), patch.value()))
        .then(key -> shown(actor, request, 200, key));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return keys.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, Key key) {
    return routes
        .estate()
        .read(actor, holdings -> Reply.json(status, Body.of(request, holdings, key)));
  }
}
