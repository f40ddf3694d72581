package io.sekisho.computeapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.compute.BareMetalServers;
import io.sekisho.compute.BareMetalServers.DiskPatch;
import io.sekisho.compute.MetalPrototype.Initial;
import io.sekisho.computeapi.InitializationBody.DefaultProfile;
import io.sekisho.computeapi.InitializationBody.KeyReference;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute.Password;
import io.sekisho.vpc.Key;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// What is done to a bare metal server, and what there is to be asked of one besides itself.
final class MetalPartRoutes {
  private static final String TYPE = MetalRoutes.TYPE;
  private static final String ONE = MetalRoutes.ONE;
  private static final String READ = MetalRoutes.ACTION + "read";
  private static final String OPERATE = MetalRoutes.ACTION + "operate";
  private static final String INITIALIZATION = ONE + "/initialization";
  private static final String DISKS = ONE + "/disks";
  private static final String DISK = DISKS + "/{disk}";

  private final VpcRoutes routes;
  private final BareMetalServers servers;

  MetalPartRoutes(VpcRoutes routes, BareMetalServers servers) {
    this.routes = routes;
    this.servers = servers;
  }

  List<Route> table() {
    return List.of(
        routes.about(TYPE, "POST", ONE + "/start", OPERATE, this::start).silent(),
        routes
            .about(TYPE, "POST", ONE + "/stop", OPERATE, this::stop)
            .taking(JSON, Stop.class)
            .silent(),
        routes.about(TYPE, "POST", ONE + "/restart", OPERATE, this::restart).silent(),
        routes
            .about(TYPE, "GET", INITIALIZATION, READ, this::initialization)
            .answering(200, Initialization.class),
        routes
            .about(
                TYPE,
                "PUT",
                INITIALIZATION,
                "is.bare-metal-server.initialization.update",
                this::reinitialize)
            .taking(JSON, Initial.class)
            .answering(200, Initialization.class),
        routes
            .about(TYPE, "GET", DISKS, READ, this::disks)
            .answering(200, Shape.list("disks", MetalBody.Disk.class)),
        routes.about(TYPE, "GET", DISK, READ, this::disk).answering(200, MetalBody.Disk.class),
        routes
            .about(TYPE, "PATCH", DISK, MetalRoutes.ACTION + "update", this::update)
            .taking(MERGE_PATCH, DiskPatch.class)
            .answering(200, MetalBody.Disk.class),
        routes
            .about(TYPE, "POST", ONE + "/console_access_token", OPERATE, this::console)
            .taking(JSON, InstancePartRoutes.Console.class)
            .answering(200, InstancePartRoutes.ConsoleBody.class),
        routes
            .about(
                TYPE,
                "POST",
                ONE + "/firmware/update",
                "is.bare-metal-server.bare-metal-server-firmware.update",
                this::firmware)
            .taking(JSON, Firmware.class)
            .answering(202, Shape.nothing()));
  }

  /// How one is to be stopped.
  record Stop(String type) {}

  private Outcome<Reply> start(Actor actor, Request request) {
    return servers.start(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> stop(Actor actor, Request request) {
    return request
        .body(Stop.class, "type")
        .then(
            said -> {
              if (!Set.of("soft", "hard").contains(said.type())) {
                return Outcome.refuse(Refusal.invalid("type", "Give soft or hard.").problem());
              }
              return servers.stop(actor, request.id());
            })
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> restart(Actor actor, Request request) {
    return servers.restart(actor, request.id()).map(_ -> Reply.noContent());
  }

  /// What one was made with, as IBM shows it: user data is the guest's alone.
  ///
  /// @param image absent of one that an inventory declares
  record Initialization(
      Optional<DefaultProfile> defaultTrustedProfile,
      Optional<Named> image,
      List<KeyReference> keys,
      List<Account> userAccounts) {
    static Initialization of(Request request, Holdings holdings, BareMetalServer it) {
      InitializationBody given = InitializationBody.of(request, holdings, it.initialization());
      return new Initialization(
          given.defaultTrustedProfile(),
          it.metal().image().map(image -> Named.of(request, "/images", image).typed("image")),
          given.keys(),
          it.initialization().password().stream()
              .map(password -> Account.of(request, holdings, password))
              .toList());
    }
  }

  /// An account of the operating system's.
  record Account(
      String encryptedPassword, KeyReference encryptionKey, String resourceType, String username) {
    static Account of(Request request, Holdings holdings, Password it) {
      return new Account(
          it.encryptedPassword(),
          KeyReference.of(request, holdings.get(Key.class, it.key())),
          "host_user_account",
          "Administrator");
    }
  }

  private Outcome<Reply> initialization(Actor actor, Request request) {
    return read(
        actor,
        request,
        (holdings, it) -> Reply.json(200, Initialization.of(request, holdings, it)));
  }

  private Outcome<Reply> reinitialize(Actor actor, Request request) {
    return request
        .body(Initial.class)
        .then(said -> servers.reinitialize(actor, request.id(), said))
        .then(_ -> initialization(actor, request));
  }

  private Outcome<Reply> disks(Actor actor, Request request) {
    return read(
        actor,
        request,
        (_, it) ->
            Reply.json(
                200,
                Map.of(
                    "disks",
                    it.metal().disks().stream()
                        .map(disk -> MetalBody.Disk.of(request, it, disk))
                        .toList())));
  }

  private Outcome<Reply> disk(Actor actor, Request request) {
    return read(
        actor,
        request,
        (_, it) ->
            Reply.json(
                200, MetalBody.Disk.of(request, it, BareMetalServers.disk(it, request.second()))));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(DiskPatch.class, Set.of())
        .then(patch -> servers.update(actor, request.id(), request.second(), patch.value()))
        .then(_ -> disk(actor, request));
  }

  private Outcome<Reply> console(Actor actor, Request request) {
    return request
        .body(InstancePartRoutes.Console.class, "console_type")
        .then(
            _ ->
                refused(
                    actor,
                    request,
                    "Bare metal server %s has no console here: reach it by its own, or over its network."));
  }

  /// What is said of a firmware update.
  record Firmware(Optional<Boolean> autoStart) {}

  private Outcome<Reply> firmware(Actor actor, Request request) {
    return refused(
        actor,
        request,
        "Bare metal server %s is only registered here: update its firmware where it stands.");
  }

  private Outcome<Reply> refused(Actor actor, Request request, String message) {
    return read(
        actor,
        request,
        (_, it) -> {
          throw Refusal.conflict(message.formatted(it.name()));
        });
  }

  private Outcome<Reply> read(
      Actor actor, Request request, BiFunction<Holdings, BareMetalServer, Reply> work) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> work.apply(holdings, holdings.get(BareMetalServer.class, request.id())));
  }
}
