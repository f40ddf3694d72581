package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Volume;
import io.sekisho.compute.InstancePrototype.DefaultProfile;
import io.sekisho.compute.InstancePrototype.KeyName;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.VolumeAttachment;
import java.util.List;
import java.util.Optional;

/// Makes a stopped instance a new one in the place of the old: it boots from another volume, and is
/// given other keys and data. It keeps its name, interfaces and other volumes. The old boot volume
/// goes if it would have gone with the instance.
public final class Reinitialization {
  private final Estate estate;

  public Reinitialization(Estate estate) {
    this.estate = estate;
  }

  /// What is said of it.
  ///
  /// @param image of which a new boot volume is made, unless it is one that is there
  public record Prototype(
      Optional<VolumeAttachments.Prototype> bootVolumeAttachment,
      Optional<DefaultProfile> defaultTrustedProfile,
      Optional<Which> image,
      List<KeyName> keys,
      Optional<String> userData) {}

  public Outcome<Instance> run(Actor actor, String id, Prototype said) {
    return estate.write(
        actor,
        Action.INSTANCE_REINITIALIZE,
        id,
        scene -> {
          Instance before = scene.get(Instance.class, id);
          check(before, said);
          Instance after = Computes.settle(scene, after(scene, before, said));
          before.volumes().stream()
              .filter(it -> it.type().equals(VolumeAttachments.BOOT))
              .filter(VolumeAttachment::deleteVolumeOnInstanceDelete)
              .map(VolumeAttachment::volume)
              .flatMap(it -> scene.maybe(Volume.class, it.id()).stream())
              .forEach(scene::delete);
          Initials.link(scene, after);
          return after;
        });
  }

  private static void check(Instance it, Prototype said) {
    if (!it.lifecycle().status().equals("stopped")) {
      throw Refusal.conflict(
          "Instance %s is %s: stop it first.".formatted(it.name(), it.lifecycle().status()));
    }
    if (it.catalogOffering().isPresent()) {
      throw Refusal.conflict(
          "Instance %s was made from a catalog offering: make another one.".formatted(it.name()));
    }
    InstancePrototype.check(said.image.isPresent(), said.bootVolumeAttachment);
  }

  /// What the old guest was given lets nobody in any more.
  private static Instance after(Scene scene, Instance before, Prototype said) {
    Optional<Image> image = said.image.map(it -> Sources.image(scene, it));
    return new Remake(before)
        .in("running")
        .revoked()
        .from(image.map(Image::reference))
        .with(
            Initials.of(
                scene, new Initials.Said(said.keys, said.userData, said.defaultTrustedProfile)))
        .with(VolumeAttachments.rebooted(scene, before, said.bootVolumeAttachment, image))
        .done();
  }
}
