package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.InstancePrototype;
import io.sekisho.compute.Templates;
import io.sekisho.compute.Templates.Patch;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Instance.Template;
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
import tools.jackson.databind.node.ObjectNode;

/// Instance templates.
final class InstanceTemplateRoutes {
  private static final String ALL = "/instance/templates";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "instance-template";
  private static final String ACTION = "is.instance.instance-template.";

  /// What every template has; the rest is what was said of instances.
  private static final Shape SHAPE =
      Shape.member("created_at", Instant.class)
          .with("crn", String.class)
          .with("href", String.class)
          .with("id", String.class)
          .with("name", String.class)
          .with("resource_group", Named.Group.class);

  private final VpcRoutes routes;
  private final Templates templates;

  InstanceTemplateRoutes(VpcRoutes routes, Templates templates) {
    this.routes = routes;
    this.templates = templates;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, InstancePrototype.class)
            .answering(201, SHAPE),
        routes
            .list(ALL, ACTION + "read", Set.of(), this::list)
            .answering(200, Pages.shape("templates", InstancePrototype.class)),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, SHAPE),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, SHAPE),
        routes.about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete).silent());
  }

  /// What was said of instances, and what the template is itself.
  private static ObjectNode body(Request request, Holdings holdings, Template it) {
    Named.Group group = Named.Group.of(request, holdings, it);
    ObjectNode all = Overlay.members(it);
    all.put("created_at", it.identity().createdAt().toString());
    all.put("crn", it.identity().crn().toString());
    all.put("href", request.href(ALL + "/" + it.id()));
    all.put("id", it.id());
    all.put("name", it.name());
    all.putObject("resource_group")
        .put("href", group.href())
        .put("id", group.id())
        .put("name", group.name());
    return all;
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(InstancePrototype.class)
        .then(
            said ->
                templates.create(
                    actor, said.sourceTemplate(), source -> Overlay.template(request, source)))
        .then(it -> shown(actor, request, 201, it));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "templates");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(Template.class),
                    ACTION + "read",
                    it -> body(request, holdings, it)));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    200, body(request, holdings, holdings.get(Template.class, request.id()))));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> templates.update(actor, request.id(), patch.value()))
        .then(it -> shown(actor, request, 200, it));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return templates.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, Template template) {
    return routes
        .estate()
        .read(actor, holdings -> Reply.json(status, body(request, holdings, template)));
  }
}
