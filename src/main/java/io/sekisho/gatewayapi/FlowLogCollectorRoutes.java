package io.sekisho.gatewayapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.gateway.FlowLogCollector;
import io.sekisho.gateway.FlowLogCollector.TargetType;
import io.sekisho.passage.FlowLogCollectors;
import io.sekisho.passage.FlowLogCollectors.Bucket;
import io.sekisho.passage.FlowLogCollectors.Patch;
import io.sekisho.passage.FlowLogCollectors.Prototype;
import io.sekisho.passage.FlowTarget;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Flow log collectors.
final class FlowLogCollectorRoutes {
  private static final String ALL = "/flow_log_collectors";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "flow-log-collector";
  private static final String ACTION = "is.flow-log-collector.flow-log-collector.";
  private static final String TARGET = "target.id";
  private static final String TARGET_TYPE = "target.resource_type";

  private final VpcRoutes routes;
  private final FlowLogCollectors collectors;

  FlowLogCollectorRoutes(VpcRoutes routes, FlowLogCollectors collectors) {
    this.routes = routes;
    this.collectors = collectors;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        routes
            .list(ALL, ACTION + "list", Filters.and(Filters.NAME, TARGET, TARGET_TYPE), this::list)
            .answering(200, Pages.shape("flow_log_collectors", Body.class)),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes.about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete).silent());
  }

  /// A flow log collector as IBM shows one.
  record Body(
      boolean active,
      boolean autoDelete,
      Instant createdAt,
      String crn,
      String href,
      String id,
      String lifecycleState,
      String name,
      Named.Group resourceGroup,
      Bucket storageBucket,
      Named target,
      Named vpc) {
    static Body of(Request request, Holdings holdings, FlowLogCollector it) {
      return new Body(
          it.active(),
          true,
          it.identity().createdAt(),
          it.identity().crn().toString(),
          request.href(ALL + "/" + it.id()),
          it.id(),
          "stable",
          it.name(),
          Named.Group.of(request, holdings, it),
          new Bucket(it.storageBucket()),
          named(request, FlowTarget.of(holdings, it)),
          Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"));
    }
  }

  private static Named named(Request request, FlowTarget it) {
    String type = it.type().name().toLowerCase(Locale.ROOT);
    return switch (it.type()) {
      case INSTANCE -> Named.of(request, "/instances", it.guard());
      case VPC, SUBNET, VIRTUAL_NETWORK_INTERFACE ->
          Named.of(request, "/" + type + "s", it.guard()).typed(type);
      case INSTANCE_NETWORK_ATTACHMENT, NETWORK_INTERFACE -> {
        String part =
            it.type() == TargetType.NETWORK_INTERFACE
                ? "/network_interfaces/"
                : "/network_attachments/";
        yield new Named(
            Optional.empty(),
            request.href("/instances/" + it.guard().id() + part + it.id()),
            it.id(),
            it.name(),
            Optional.of(type));
      }
    };
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "storage_bucket", "target")
        .then(said -> collectors.create(actor, said))
        .then(it -> shown(actor, request, 201, it.id()));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "flow_log_collectors");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    found(holdings, pages),
                    ACTION + "list",
                    it -> Body.of(request, holdings, it)));
  }

  private static List<FlowLogCollector> found(Holdings holdings, Pages pages) {
    return holdings.all(FlowLogCollector.class, Filters.of(pages, holdings)).stream()
        .filter(pages.where(TARGET, FlowLogCollector::target))
        .filter(pages.where(TARGET_TYPE, it -> it.targetType().name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return shown(actor, request, 200, request.id());
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> collectors.update(actor, request.id(), patch.value()))
        .then(it -> shown(actor, request, 200, it.id()));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return collectors.delete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, String id) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    status, Body.of(request, holdings, holdings.get(FlowLogCollector.class, id))));
  }
}
