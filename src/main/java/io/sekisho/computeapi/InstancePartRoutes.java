package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.InstanceActions;
import io.sekisho.compute.InstanceActions.DiskPatch;
import io.sekisho.compute.InstanceActions.Done;
import io.sekisho.compute.InstanceActions.Prototype;
import io.sekisho.compute.Reinitialization;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Refusal;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Instance;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is done to an instance, and what there is to be asked of one besides itself.
final class InstancePartRoutes {
  private static final String TYPE = InstanceRoutes.TYPE;
  private static final String READ = InstanceRoutes.ACTION + "read";
  private static final String OPERATE = InstanceRoutes.ACTION + "operate";
  private static final String UPDATE = InstanceRoutes.ACTION + "update";
  private static final String DISKS = InstanceRoutes.ONE + "/disks";
  private static final String DISK = DISKS + "/{disk}";

  private final VpcRoutes routes;
  private final InstanceActions actions;
  private final Reinitialization reinitialization;

  InstancePartRoutes(VpcRoutes routes, InstanceActions actions, Reinitialization reinitialization) {
    this.routes = routes;
    this.actions = actions;
    this.reinitialization = reinitialization;
  }

  List<Route> table() {
    return List.of(
        routes
            .about(TYPE, "POST", InstanceRoutes.ONE + "/actions", OPERATE, this::act)
            .taking(JSON, Prototype.class)
            .answering(201, ActionBody.class),
        routes
            .about(TYPE, "GET", InstanceRoutes.ONE + "/initialization", READ, this::initialization)
            .answering(200, InitializationBody.class),
        routes
            .about(TYPE, "POST", InstanceRoutes.ONE + "/reinitialize", UPDATE, this::reinitialize)
            .taking(JSON, Reinitialization.Prototype.class)
            .silent(),
        routes
            .about(
                TYPE, "POST", InstanceRoutes.ONE + "/console_access_token", OPERATE, this::console)
            .taking(JSON, Console.class)
            .answering(200, ConsoleBody.class),
        routes
            .about(TYPE, "GET", DISKS, READ, this::disks)
            .answering(200, Shape.list("disks", InstanceBody.Disk.class)),
        routes.about(TYPE, "GET", DISK, READ, this::disk).answering(200, InstanceBody.Disk.class),
        routes
            .about(TYPE, "PATCH", DISK, UPDATE, this::update)
            .taking(MERGE_PATCH, DiskPatch.class)
            .answering(200, InstanceBody.Disk.class));
  }

  /// An action as IBM shows one.
  record ActionBody(
      Instant completedAt,
      Instant createdAt,
      Optional<Boolean> force,
      String href,
      String id,
      Instant startedAt,
      String status,
      String type) {
    static ActionBody of(Request request, Done it) {
      return new ActionBody(
          it.at(),
          it.at(),
          it.force(),
          request.href(InstanceBody.ALL + "/" + request.id() + "/actions/" + it.id()),
          it.id(),
          it.at(),
          "completed",
          it.type());
    }
  }

  private Outcome<Reply> act(Actor actor, Request request) {
    return request
        .body(Prototype.class, "type")
        .then(said -> actions.act(actor, request.id(), said))
        .map(done -> Reply.json(201, ActionBody.of(request, done)));
  }

  private Outcome<Reply> initialization(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings ->
                Reply.json(
                    200,
                    InitializationBody.of(
                        request,
                        holdings,
                        holdings.get(Instance.class, request.id()).initialization())));
  }

  private Outcome<Reply> reinitialize(Actor actor, Request request) {
    return request
        .body(Reinitialization.Prototype.class)
        .then(said -> reinitialization.run(actor, request.id(), said))
        .map(_ -> Reply.noContent());
  }

  /// What IBM answers where there is a console. Here is none.
  record ConsoleBody(
      String accessToken,
      String consoleType,
      Instant createdAt,
      Instant expiresAt,
      boolean force,
      String href) {}

  /// What is said of a console.
  record Console(String consoleType, Optional<Boolean> force) {}

  private Outcome<Reply> console(Actor actor, Request request) {
    return request
        .body(Console.class, "console_type")
        .then(
            _ ->
                routes
                    .estate()
                    .read(
                        actor,
                        holdings -> {
                          Instance it = holdings.get(Instance.class, request.id());
                          throw Refusal.conflict(
                              "Instance %s has no console here: reach it by its host, or over its network."
                                  .formatted(it.name()));
                        }));
  }

  private Outcome<Reply> disks(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Instance it = holdings.get(Instance.class, request.id());
              return Reply.json(
                  200,
                  Map.of(
                      "disks",
                      it.hardware().disks().stream()
                          .map(disk -> InstanceBody.Disk.of(request, it, disk))
                          .toList()));
            });
  }

  private Outcome<Reply> disk(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Instance it = holdings.get(Instance.class, request.id());
              return Reply.json(
                  200,
                  InstanceBody.Disk.of(request, it, InstanceActions.disk(it, request.second())));
            });
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(DiskPatch.class, Set.of())
        .then(patch -> actions.update(actor, request.id(), request.second(), patch.value()))
        .then(_ -> disk(actor, request));
  }
}
