package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.catalog.OperatingSystem;
import io.sekisho.catalog.Volume;
import io.sekisho.compute.Volumes;
import io.sekisho.compute.Volumes.Patch;
import io.sekisho.compute.Volumes.Prototype;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Tagging;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Volumes.
final class VolumeRoutes {
  private static final String ALL = "/volumes";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "volume";
  private static final String ACTION = "is.volume.volume.";
  private static final String STATE = "attachment_state";
  private static final String ENCRYPTION = "encryption";
  private static final String NAME = "name";
  private static final String FAMILY = "operating_system.family";
  private static final String ARCHITECTURE = "operating_system.architecture";
  private static final String GENERATION = "storage_generation";
  private static final String TAG = "tag";
  private static final String ZONE = "zone.name";

  private final VpcRoutes routes;
  private final Volumes volumes;

  VolumeRoutes(VpcRoutes routes, Volumes volumes) {
    this.routes = routes;
    this.volumes = volumes;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, VolumeBody.class),
        routes
            .list(
                ALL,
                ACTION + "list",
                Set.of(STATE, ENCRYPTION, NAME, FAMILY, ARCHITECTURE, GENERATION, TAG, ZONE),
                this::list)
            .answering(200, Pages.shape("volumes", VolumeBody.class)),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, VolumeBody.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, VolumeBody.class),
        routes.about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete).silent());
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class)
        .then(said -> volumes.create(actor, said))
        .then(volume -> shown(actor, request, 201, volume));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "volumes");
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                pages.of(
                    holdings,
                    holdings.all(Volume.class, wanted(pages, request, holdings)),
                    ACTION + "list",
                    it -> VolumeBody.of(request, holdings, it)));
  }

  private static Predicate<Volume> wanted(Pages pages, Request request, Holdings holdings) {
    return pages
        .where(NAME, Volume::name)
        .and(pages.where(ZONE, Volume::zone))
        .and(pages.where(ENCRYPTION, _ -> VolumeBody.ENCRYPTION))
        .and(pages.where(GENERATION, it -> Integer.toString(VolumeBody.generation(it))))
        .and(pages.where(STATE, it -> VolumeBody.state(Volumes.holder(holdings, it))))
        .and(system(request, FAMILY, OperatingSystem::family))
        .and(system(request, ARCHITECTURE, OperatingSystem::architecture))
        .and(
            it ->
                request.parameter(TAG).stream()
                    .allMatch(tag -> Tagging.of(holdings, it).user().contains(tag)));
  }

  /// IBM's `null` and `not:null` ask for those without and with one.
  private static Predicate<Volume> system(
      Request request, String parameter, Function<OperatingSystem, String> of) {
    Optional<String> wanted = request.parameter(parameter);
    return it -> {
      Optional<String> value = it.operatingSystem().map(of);
      return switch (wanted.orElse("")) {
        case "" -> true;
        case "null" -> value.isEmpty();
        case "not:null" -> value.isPresent();
        case String some -> value.filter(some::equals).isPresent();
      };
    };
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> shown(request, holdings, 200, holdings.get(Volume.class, request.id())));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(
            patch ->
                request
                    .seen(patch.value().userTags().isPresent())
                    .then(seen -> volumes.update(actor, request.id(), patch.value(), seen)))
        .then(volume -> shown(actor, request, 200, volume));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return volumes.delete(actor, request.id(), request.seen()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, Volume volume) {
    return routes.estate().read(actor, holdings -> shown(request, holdings, status, volume));
  }

  private static Reply shown(Request request, Holdings holdings, int status, Volume volume) {
    return Request.tagged(
        status, VolumeBody.of(request, holdings, volume), volume, Volumes.shown(holdings, volume));
  }
}
