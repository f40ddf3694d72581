package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Hardware.Disk;
import io.sekisho.vpc.Instance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is done to an instance while it is there. All of it is done when the call returns: no
/// machine has to be waited for.
public final class InstanceActions {
  private static final String STOPPED = "stopped";
  private static final String RUNNING = "running";

  private final Estate estate;

  public InstanceActions(Estate estate) {
    this.estate = estate;
  }

  /// What is said of an action.
  ///
  /// @param type `start`, `stop` or `reboot`
  /// @param force whether it comes before what is queued, of which there is nothing
  public record Prototype(Optional<Boolean> force, String type) {}

  /// An action that was done.
  public record Done(String id, String type, Optional<Boolean> force, Instant at) {}

  public Outcome<Done> act(Actor actor, String id, Prototype said) {
    return estate.write(
        actor,
        action(said.type()),
        id,
        scene -> {
          Instance before = scene.get(Instance.class, id);
          Computes.settle(scene, new Remake(before).in(after(before, said.type())).done());
          return new Done(scene.uuid().toString(), said.type(), said.force(), scene.now());
        });
  }

  private static Action action(String type) {
    return switch (type) {
      case "start" -> Action.INSTANCE_START;
      case "stop" -> Action.INSTANCE_STOP;
      default -> Action.INSTANCE_ACT;
    };
  }

  /// The status that an action leads to.
  private static String after(Instance it, String type) {
    String status = it.lifecycle().status();
    return switch (type) {
      case "start" -> {
        expect(status.equals(STOPPED), it, type);
        if (!it.lifecycle().startable()) {
          throw Refusal.conflict("Instance %s can't be started.".formatted(it.name()));
        }
        yield RUNNING;
      }
      case "stop" -> {
        expect(it.running(), it, type);
        yield STOPPED;
      }
      case "reboot" -> {
        expect(status.equals(RUNNING), it, type);
        yield RUNNING;
      }
      default -> throw Refusal.invalid("type", "It is one of reboot, start, stop.");
    };
  }

  private static void expect(boolean possible, Instance it, String type) {
    if (!possible) {
      throw Refusal.conflict(
          "Instance %s is %s: to %s it is not possible."
              .formatted(it.name(), it.lifecycle().status(), type));
    }
  }

  /// What is said of a disk that changes.
  public record DiskPatch(Optional<String> name) {}

  /// Changes a disk of the host that an instance has.
  public Outcome<Disk> update(Actor actor, String id, String disk, DiskPatch said) {
    return estate.write(
        actor,
        Action.INSTANCE_DISK_UPDATE,
        id,
        scene -> {
          Instance before = scene.get(Instance.class, id);
          Disk one = disk(before, disk);
          Set<String> others =
              before.hardware().disks().stream()
                  .filter(it -> !it.id().equals(disk))
                  .map(Disk::name)
                  .collect(Collectors.toSet());
          String name = said.name().isEmpty() ? one.name() : Names.own(said.name(), others);
          Disk after = new Disk(one.id(), name, one.interfaceType(), one.size(), one.createdAt());
          List<Disk> all =
              before.hardware().disks().stream()
                  .map(it -> it.id().equals(disk) ? after : it)
                  .toList();
          Computes.settle(scene, new Remake(before).with(with(before.hardware(), all)).done());
          return after;
        });
  }

  /// A disk of an instance.
  ///
  /// @throws Refusal 404 if there is none of this id
  public static Disk disk(Instance instance, String id) {
    return instance.hardware().disks().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Problem.of(
                            Code.NOT_FOUND,
                            "Instance %s has no disk %s.".formatted(instance.name(), id))
                        .parameter("id")));
  }

  private static Hardware with(Hardware it, List<Disk> disks) {
    return new Hardware(
        it.profile(),
        it.memory(),
        it.vcpu(),
        it.bandwidth(),
        it.networkBandwidth(),
        it.volumeBandwidth(),
        it.volumeBandwidthQosMode(),
        it.numaCount(),
        it.threadsPerCore(),
        it.enableSecureBoot(),
        it.confidentialComputeMode(),
        it.gpu(),
        disks);
  }
}
