package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.compute.MetalPrototype.Affinity;
import io.sekisho.compute.MetalPrototype.Initial;
import io.sekisho.compute.MetalPrototype.MetalService;
import io.sekisho.compute.MetalPrototype.Module;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Bonds;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.iam.Cap;
import io.sekisho.network.Interfaces;
import io.sekisho.network.Interfaces.Server;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.BareMetalServer.Machine;
import io.sekisho.vpc.Hardware.Disk;
import io.sekisho.vpc.MetadataService;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Bare metal servers: registered here, and bound to what a host has.
public final class BareMetalServers {
  private static final String RUNNING = "running";
  private static final String STOPPED = "stopped";

  private final Estate estate;

  public BareMetalServers(Estate estate) {
    this.estate = estate;
  }

  /// What is said of one that changes.
  public record Patch(
      Optional<Integer> bandwidth,
      Optional<Boolean> enableSecureBoot,
      Optional<MetalService> metadataService,
      Optional<String> name,
      Optional<Affinity> reservationAffinity,
      Optional<Module> trustedPlatformModule) {}

  /// What is said of a disk that changes.
  public record DiskPatch(Optional<String> name) {}

  /// Makes one, which runs from then on.
  public Outcome<BareMetalServer> create(Actor actor, MetalPrototype said) {
    return estate.write(
        actor,
        Action.SERVER_CREATE,
        "",
        scene -> {
          scene.expectRoom(
              scene.count(BareMetalServer.class),
              Cap.BARE_METAL_SERVERS.most(),
              "bare metal servers");
          BareMetalServer made = Computes.settle(scene, Metals.made(scene, said));
          Initials.link(scene, made);
          return made;
        });
  }

  /// Changes what is said.
  public Outcome<BareMetalServer> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.SERVER_UPDATE,
        id,
        scene -> {
          BareMetalServer before = scene.get(BareMetalServer.class, id);
          if (said.enableSecureBoot().isPresent()) {
            expect(before, STOPPED, "change enable_secure_boot");
          }
          if (said.trustedPlatformModule().isPresent()) {
            expect(before, STOPPED, "change trusted_platform_module");
          }
          String name = Names.renamed(said.name(), before, Computes.named(scene));
          MetadataService service =
              Computes.service(
                  before.metadataService(), said.metadataService().map(MetalService::whole));
          return Computes.settle(
              scene,
              new BareMetalServer(
                  Scene.renamed(before.identity(), name),
                  before.vpc(),
                  before.zone(),
                  before.profile(),
                  service,
                  before.tokenGeneration(),
                  before.initialization(),
                  before.interfaces(),
                  machine(before, said)));
        });
  }

  private static Optional<Machine> machine(BareMetalServer before, Patch said) {
    boolean same =
        said.bandwidth().isEmpty()
            && said.enableSecureBoot().isEmpty()
            && said.reservationAffinity().isEmpty()
            && said.trustedPlatformModule().isEmpty();
    return same
        ? before.machine()
        : Optional.of(Metals.set(before.metal(), Metals.size(before.profile()), said));
  }

  /// Deletes one that is off, with all that is only its own.
  public Outcome<BareMetalServer> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.SERVER_DELETE,
        id,
        scene -> {
          BareMetalServer it = scene.get(BareMetalServer.class, id);
          expect(it, STOPPED, "delete it");
          Server server = new Server(it.type(), it.zone(), Optional.of(it.vpc()), Optional.empty());
          it.interfaces().forEach(new Interfaces(scene, server)::detach);
          Bonds.unlink(scene, it);
          scene.delete(it);
          return it;
        });
  }

  /// Starts one that is off.
  public Outcome<BareMetalServer> start(Actor actor, String id) {
    return act(actor, id, Action.SERVER_START, STOPPED, RUNNING);
  }

  public Outcome<BareMetalServer> stop(Actor actor, String id) {
    return act(actor, id, Action.SERVER_STOP, RUNNING, STOPPED);
  }

  public Outcome<BareMetalServer> restart(Actor actor, String id) {
    return act(actor, id, Action.SERVER_RESTART, RUNNING, RUNNING);
  }

  /// All of it is done when the call returns: no machine has to be waited for.
  private Outcome<BareMetalServer> act(
      Actor actor, String id, Action action, String from, String to) {
    return change(
        actor,
        id,
        action,
        it -> {
          expect(it, from, action.wireName().replaceFirst(".*\\.", "") + " it");
          return it.with(it.metal().in(to));
        });
  }

  private Outcome<BareMetalServer> change(
      Actor actor, String id, Action action, UnaryOperator<BareMetalServer> work) {
    return estate.write(
        actor,
        action,
        id,
        scene -> Computes.settle(scene, work.apply(scene.get(BareMetalServer.class, id))));
  }

  private static void expect(BareMetalServer it, String status, String what) {
    if (!it.metal().status().equals(status)) {
      throw Refusal.conflict(
          "Bare metal server %s is %s: it has to be %s to %s."
              .formatted(it.name(), it.metal().status(), status, what));
    }
  }

  /// Makes one anew that is off, and starts it: its disks, its addresses and its links stay; no
  /// identity token of before is good any more.
  public Outcome<BareMetalServer> reinitialize(Actor actor, String id, Initial said) {
    return estate.write(
        actor,
        Action.SERVER_INITIALIZATION_UPDATE,
        id,
        scene -> {
          BareMetalServer before = scene.get(BareMetalServer.class, id);
          expect(before, STOPPED, "initialize it");
          Machine was = before.metal();
          BareMetalServer after =
              new BareMetalServer(
                  before.identity(),
                  before.vpc(),
                  before.zone(),
                  before.profile(),
                  before.metadataService(),
                  before.tokenGeneration() + 1,
                  Metals.initialization(scene, said, ""),
                  before.interfaces(),
                  Optional.of(
                      new Machine(
                          RUNNING,
                          Optional.of(Sources.image(scene, Metals.image(said, "")).reference()),
                          was.bandwidth(),
                          was.enableSecureBoot(),
                          was.trustedPlatformModule(),
                          was.reservationAffinity(),
                          was.disks())));
          Computes.settle(scene, after);
          Initials.link(scene, after);
          return after;
        });
  }

  /// Renames a disk.
  public Outcome<BareMetalServer> update(Actor actor, String id, String disk, DiskPatch said) {
    return change(
        actor,
        id,
        Action.SERVER_DISK_UPDATE,
        it -> {
          Disk before = disk(it, disk);
          Set<String> others =
              it.metal().disks().stream()
                  .filter(each -> !each.id().equals(disk))
                  .map(Disk::name)
                  .collect(Collectors.toSet());
          String name = said.name().isEmpty() ? before.name() : Names.own(said.name(), others);
          Disk after =
              new Disk(
                  before.id(), name, before.interfaceType(), before.size(), before.createdAt());
          return it.with(
              it.metal()
                  .with(
                      it.metal().disks().stream()
                          .map(each -> each.id().equals(disk) ? after : each)
                          .toList()));
        });
  }

  /// A disk of one.
  ///
  /// @throws Refusal 404 if there is none of this id
  public static Disk disk(BareMetalServer server, String id) {
    return server.metal().disks().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Problem.of(
                            Code.NOT_FOUND,
                            "Bare metal server %s has no disk %s.".formatted(server.name(), id))
                        .parameter("id")));
  }
}
