package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.VolumeAttachments;
import io.sekisho.compute.VolumeAttachments.Patch;
import io.sekisho.compute.VolumeAttachments.Prototype;
import io.sekisho.estate.Actor;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.VolumeAttachment;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The volumes of an instance.
final class VolumeAttachmentRoutes {
  private static final String ALL = "/instances/{instance_id}/volume_attachments";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "instance";
  private static final String ACTION = "is.instance.instance.";

  private final VpcRoutes routes;
  private final VolumeAttachments attachments;

  VolumeAttachmentRoutes(VpcRoutes routes, VolumeAttachments attachments) {
    this.routes = routes;
    this.attachments = attachments;
  }

  List<Route> table() {
    return List.of(
        routes
            .about(TYPE, "GET", ALL, ACTION + "read", this::list)
            .answering(200, Shape.list("volume_attachments", Body.class)),
        routes
            .about(TYPE, "POST", ALL, ACTION + "operate", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Body.class),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, Body.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, Body.class),
        routes.about(TYPE, "DELETE", ONE, ACTION + "operate", this::delete).silent());
  }

  record Device(String id) {}

  /// A volume attachment as IBM shows one.
  record Body(
      int bandwidth,
      Instant createdAt,
      boolean deleteVolumeOnInstanceDelete,
      Optional<Device> device,
      String href,
      String id,
      String name,
      String status,
      String type,
      Named volume) {
    static Body of(Request request, String instance, VolumeAttachment it) {
      return new Body(
          it.bandwidth(),
          it.createdAt(),
          it.deleteVolumeOnInstanceDelete(),
          Optional.of(new Device(it.device())).filter(_ -> it.status().equals("attached")),
          request.href("/instances/" + instance + "/volume_attachments/" + it.id()),
          it.id(),
          it.name(),
          it.status(),
          it.type(),
          Named.of(request, "/volumes", it.volume()).typed("volume"));
    }
  }

  private record Bodies(List<Body> volumeAttachments) {}

  private Outcome<Reply> list(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    200,
                    new Bodies(
                        holdings.get(Instance.class, request.id()).volumes().stream()
                            .map(it -> Body.of(request, request.id(), it))
                            .toList())));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                shown(
                    request,
                    200,
                    VolumeAttachments.one(
                        holdings.get(Instance.class, request.id()), request.second())));
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class, "volume")
        .then(said -> attachments.attach(actor, request.id(), said))
        .map(it -> shown(request, 201, it));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, Set.of())
        .then(patch -> attachments.update(actor, request.id(), request.second(), patch.value()))
        .map(it -> shown(request, 200, it));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return attachments.detach(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private static Reply shown(Request request, int status, VolumeAttachment it) {
    return Reply.json(status, Body.of(request, request.id(), it));
  }
}
