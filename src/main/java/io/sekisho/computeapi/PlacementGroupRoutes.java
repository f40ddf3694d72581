package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.PlacementGroups;
import io.sekisho.compute.PlacementGroups.Patch;
import io.sekisho.compute.PlacementGroups.Prototype;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Placement groups.
final class PlacementGroupRoutes {
  static final String ALL = "/placement_groups";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "placement-group";
  private static final String ACTION = "is.placement-group.placement-group.";

  private final VpcRoutes routes;
  private final PlacementGroups groups;

  PlacementGroupRoutes(VpcRoutes routes, PlacementGroups groups) {
    this.routes = routes;
    this.groups = groups;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        routes
            .list(ALL, ACTION + "list", Set.of(), this::list)
            .answering(200, Pages.shape("placement_groups", Body.class)),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes
            .about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete)
            .answering(202, Shape.nothing()));
  }

  /// A placement group as IBM shows one.
  record Body(
      Instant createdAt,
      String crn,
      String href,
      String id,
      String lifecycleState,
      String name,
      Named.Group resourceGroup,
      String resourceType,
      String strategy) {
    static Body of(Request request, Holdings holdings, PlacementGroup it) {
      return new Body(
          it.identity().createdAt(),
          it.identity().crn().toString(),
          request.href(ALL + "/" + it.id()),
          it.id(),
          it.lifecycleState(),
          it.name(),
          Named.Group.of(request, holdings, it),
          "placement_group",
          it.strategy());
    }
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "strategy")
        .then(said -> groups.create(actor, said))
        .then(group -> shown(actor, request, 201, group));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "placement_groups");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(PlacementGroup.class),
                    ACTION + "list",
                    it -> Body.of(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    200,
                    Body.of(request, holdings, holdings.get(PlacementGroup.class, request.id()))));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> groups.update(actor, request.id(), patch.value()))
        .then(group -> shown(actor, request, 200, group));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return groups.delete(actor, request.id()).map(_ -> Reply.accepted());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, PlacementGroup group) {
    return routes
        .estate()
        .read(actor, holdings -> Reply.json(status, Body.of(request, holdings, group)));
  }
}
