package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.InstancePatch;
import io.sekisho.compute.InstancePrototype;
import io.sekisho.compute.Instances;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ClusterNetworkAttachment;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Instances.
final class InstanceRoutes {
  static final String TYPE = "instance";
  static final String ONE = InstanceBody.ALL + "/{id}";
  static final String ACTION = "is.instance.instance.";

  private static final String LIST = ACTION + "list";
  private static final String CLASS = "availability.class";
  private static final String AFFINITY = "reservation_affinity.policy";

  /// What nothing here is a member of.
  private static final Set<String> MEMBERSHIP =
      Set.of(
          "instance_group_membership.instance_group.id",
          "instance_group_membership.instance_group.crn");

  /// Other resources by which a list can be narrowed, each by `id`, `crn` and `name`.
  private static final List<String> OTHERS =
      List.of("cluster_network", "dedicated_host", "placement_group", "reservation", "vpc");

  private final VpcRoutes routes;
  private final Instances instances;

  InstanceRoutes(VpcRoutes routes, Instances instances) {
    this.routes = routes;
    this.instances = instances;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", InstanceBody.ALL, ACTION + "create", this::create)
            .taking(JSON, InstancePrototype.class)
            .answering(201, InstanceBody.class),
        routes
            .list(InstanceBody.ALL, LIST, filters(), this::list)
            .answering(200, Pages.shape("instances", InstanceBody.class)),
        routes
            .about(TYPE, "GET", ONE, ACTION + "read", this::get)
            .answering(200, InstanceBody.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, InstancePatch.class)
            .answering(200, InstanceBody.class),
        routes.about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete).silent());
  }

  private static Set<String> filters() {
    Set<String> all = new HashSet<>(Set.of(Pages.GROUP, "name", CLASS, AFFINITY));
    all.addAll(MEMBERSHIP);
    OTHERS.forEach(other -> List.of("id", "crn", "name").forEach(by -> all.add(other + "." + by)));
    return all;
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(InstancePrototype.class)
        .then(
            said ->
                instances.create(
                    actor,
                    said.sourceTemplate(),
                    template -> Overlay.prototype(request, said, template)))
        .then(it -> shown(actor, request, 201, it));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, InstanceBody.ALL, "instances");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(Instance.class, wanted(request, pages, holdings)),
                    LIST,
                    it -> InstanceBody.of(request, holdings, it)));
  }

  private static Predicate<Instance> wanted(Request request, Pages pages, Holdings holdings) {
    Predicate<Instance> all =
        pages
            .<Instance>where(Pages.GROUP, it -> it.identity().resourceGroup())
            .and(pages.where("name", Instance::name))
            .and(pages.where(CLASS, it -> it.scheduling().availabilityClass()))
            .and(pages.where(AFFINITY, it -> it.scheduling().reservationAffinity()))
            .and(_ -> MEMBERSHIP.stream().allMatch(name -> request.parameter(name).isEmpty()));
    for (String other : OTHERS) {
      Function<Instance, Optional<Reference>> of = it -> other(holdings, it, other);
      all =
          all.and(pages.where(other + ".id", it -> of.apply(it).map(Reference::id).orElse("")))
              .and(pages.where(other + ".crn", it -> of.apply(it).map(Reference::crn).orElse("")))
              .and(
                  pages.where(other + ".name", it -> of.apply(it).map(Reference::name).orElse("")));
    }
    return all;
  }

  private static Optional<Reference> other(Holdings holdings, Instance it, String which) {
    return switch (which) {
      case "cluster_network" ->
          it.clusterNetworks().stream().findFirst().map(ClusterNetworkAttachment::clusterNetwork);
      case "dedicated_host" -> it.scheduling().dedicatedHost();
      case "placement_group" ->
          it.scheduling()
              .placementGroup()
              .flatMap(id -> reference(holdings, PlacementGroup.class, id));
      case "reservation" -> it.scheduling().reservation();
      default -> reference(holdings, Vpc.class, it.vpc());
    };
  }

  private static <T extends Resource> Optional<Reference> reference(
      Holdings holdings, Class<T> type, String id) {
    return holdings.maybe(type, id).map(it -> it.reference(""));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> body(request, holdings, 200, holdings.get(Instance.class, request.id())));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(InstancePatch.class, Set.of())
        .then(patch -> instances.update(actor, request.id(), patch.value(), request.seen()))
        .then(it -> shown(actor, request, 200, it));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return instances.delete(actor, request.id(), request.seen()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, Instance it) {
    return routes.estate().read(actor, holdings -> body(request, holdings, status, it));
  }

  private static Reply body(Request request, Holdings holdings, int status, Instance it) {
    return Request.tagged(status, InstanceBody.of(request, holdings, it), it);
  }
}
