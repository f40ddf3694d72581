package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.catalog.Image;
import io.sekisho.compute.InstancePrototype.Offering;
import io.sekisho.compute.VolumeAttachments.Holder;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Bonds;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.iam.Cap;
import io.sekisho.network.Interfaces;
import io.sekisho.network.Interfaces.Server;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Instance.CatalogOffering;
import io.sekisho.vpc.Instance.Lifecycle;
import io.sekisho.vpc.Instance.Template;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Virtual server instances: registered here, and bound to what a host has.
public final class Instances {
  private static final int LONGEST_CRN = 512;

  private final Estate estate;

  public Instances(Estate estate) {
    this.estate = estate;
  }

  /// Makes an instance, which runs from then on.
  ///
  /// @param template as the body names it
  /// @param said what the body and the template come to
  public Outcome<Instance> create(
      Actor actor,
      Optional<Which> template,
      Function<Optional<Template>, Outcome<InstancePrototype>> said) {
    return estate.write(
        actor,
        Action.INSTANCE_CREATE,
        "",
        scene -> {
          scene.expectRoom(scene.count(Instance.class), Cap.INSTANCES.most(), "instances");
          InstancePrototype whole = granted(said.apply(Templates.source(scene, template)));
          Instance made = Computes.settle(scene, made(scene, whole));
          Initials.link(scene, made);
          return made;
        });
  }

  /// What an outcome has.
  ///
  /// @throws Refusal if it has nothing
  static <T> T granted(Outcome<T> outcome) {
    return switch (outcome) {
      case Granted<T>(T it) -> it;
      case Refused<T>(Problem problem) -> throw new Refusal(problem);
    };
  }

  private static Instance made(Scene scene, InstancePrototype said) {
    Optional<String> group = scene.group(said.resourceGroup());
    String zone = Sources.zone(scene, said);
    Hardware hardware = Sizes.of(scene, zone, size(said));
    Optional<Image> image = said.image().map(it -> Sources.image(scene, it));
    List<NetworkInterface> interfaces = Ports.of(scene, said, zone, group, hardware);
    String name = Names.own(said.name(), Computes.named(scene), "");
    Identity identity = scene.instance(zone, name, group);
    return new Instance(
        identity,
        interfaces.getFirst().virtualNetworkInterface().vpc(),
        zone,
        Computes.service(MetadataService.OFF, said.metadataService()),
        0,
        Lifecycle.RUNNING,
        hardware,
        Schedules.of(scene, schedule(said), said.placementTarget(), hardware),
        image.map(Image::reference),
        said.catalogOffering().map(Instances::offering),
        initialization(scene, said),
        interfaces,
        VolumeAttachments.all(
            scene,
            new Holder(identity, zone, hardware.volumeBandwidth()),
            said.bootVolumeAttachment(),
            said.volumeAttachments(),
            image),
        List.of(),
        List.of());
  }

  /// Refuses what no instance could be made of. What it would be bound to, such as subnets, is for
  /// whoever makes one.
  static void check(Scene scene, InstancePrototype said) {
    said.check();
    scene.find(Vpc.class, said.vpc(), "vpc");
    Hardware hardware = Sizes.of(scene, Sources.zone(scene, said), size(said));
    Schedules.of(scene, schedule(said), said.placementTarget(), hardware);
    Computes.service(MetadataService.OFF, said.metadataService());
    initialization(scene, said);
  }

  private static Initialization initialization(Scene scene, InstancePrototype said) {
    return Initials.of(
        scene, new Initials.Said(said.keys(), said.userData(), said.defaultTrustedProfile()));
  }

  private static Sizes.Said size(InstancePrototype said) {
    return new Sizes.Said(
        said.profile(),
        said.totalVolumeBandwidth(),
        said.volumeBandwidthQosMode(),
        said.enableSecureBoot(),
        said.confidentialComputeMode(),
        said.vcpu());
  }

  private static Schedules.Said schedule(InstancePrototype said) {
    return new Schedules.Said(
        said.availability(), said.availabilityPolicy(), said.reservationAffinity());
  }

  private static CatalogOffering offering(Offering said) {
    return new CatalogOffering(
        said.version().map(it -> crn(it, "version")), said.plan().map(it -> crn(it, "plan")));
  }

  private static String crn(Which said, String member) {
    return said.crn()
        .filter(it -> it.length() <= LONGEST_CRN)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "catalog_offering." + member,
                    "Give a CRN of at most %d characters.".formatted(LONGEST_CRN)));
  }

  /// Changes what is said.
  ///
  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<Instance> update(
      Actor actor, String id, InstancePatch said, Optional<String> seen) {
    return estate.write(
        actor,
        Action.INSTANCE_UPDATE,
        id,
        scene -> {
          Instance before = scene.unchanged(scene.get(Instance.class, id), seen);
          said.forStopped().ifPresent(member -> expectStopped(before, member));
          said.placementTarget().ifPresent(Instances::refuse);
          Hardware hardware = Sizes.changed(scene, before.zone(), before.hardware(), said.size());
          Ports.expectRoom(hardware, before.interfaces().size());
          String name = Names.renamed(said.name(), before, Computes.named(scene));
          Schedules.Said schedule =
              new Schedules.Said(
                  said.availability(), said.availabilityPolicy(), said.reservationAffinity());
          return Computes.settle(
              scene,
              new Remake(before)
                  .with(Scene.renamed(before.identity(), name))
                  .with(Computes.service(before.metadataService(), said.metadataService()))
                  .with(hardware)
                  .with(Schedules.changed(before.scheduling(), schedule, hardware))
                  .done());
        });
  }

  private static void refuse(Which target) {
    throw Refusal.invalid(
        "placement_target",
        "There is no dedicated host or dedicated host group %s in this account.".formatted(target));
  }

  private static void expectStopped(Instance it, String member) {
    if (!it.lifecycle().status().equals("stopped")) {
      throw Refusal.conflict(
          "Instance %s is %s: stop it first to change %s."
              .formatted(it.name(), it.lifecycle().status(), member));
    }
  }

  /// Deletes an instance with all that is only its own: virtual network interfaces and reserved IPs
  /// that say so, and links of trusted profiles. What else it had, goes on by itself.
  ///
  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<Instance> delete(Actor actor, String id, Optional<String> seen) {
    return estate.write(
        actor,
        Action.INSTANCE_DELETE,
        id,
        scene -> {
          Instance it = scene.unchanged(scene.get(Instance.class, id), seen);
          Server server = new Server(it.type(), it.zone(), Optional.of(it.vpc()), Optional.empty());
          it.interfaces().forEach(new Interfaces(scene, server)::detach);
          Bonds.unlink(scene, it);
          scene.delete(it);
          return it;
        });
  }
}
