package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.catalog.DeclaredVolumes;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Volume;
import io.sekisho.catalog.VolumeProfile;
import io.sekisho.compute.Volumes.Place;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.VolumeAttachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How instances have volumes.
public final class VolumeAttachments {
  static final String BOOT = "boot";

  private static final String DATA = "data";
  private static final int MOST_DATA = 12;
  private static final int DEVICE = 5;
  private static final String OPERATE = "is.volume.volume.operate";

  private final Estate estate;

  public VolumeAttachments(Estate estate) {
    this.estate = estate;
  }

  /// A volume that is there, by one of the first three, or what is said of a new one.
  public record Wanted(
      Optional<String> id,
      Optional<String> crn,
      Optional<String> href,
      Optional<AllowedUses.Said> allowedUse,
      Optional<Integer> bandwidth,
      Optional<Integer> capacity,
      Optional<Which> encryptionKey,
      Optional<Integer> iops,
      Optional<String> name,
      Optional<Which> profile,
      Optional<Which> resourceGroup,
      Optional<Which> sourceSnapshot,
      Optional<List<String>> userTags) {
    private static final Wanted USUAL =
        new Wanted(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private Optional<Which> which() {
      Which all = new Which(id, crn, href, Optional.empty());
      return all.toString().equals("nothing") ? Optional.empty() : Optional.of(all);
    }

    /// The same with a capacity, whatever it is for.
    private Wanted large() {
      return new Wanted(
          id,
          crn,
          href,
          allowedUse,
          bandwidth,
          capacity.or(() -> Optional.of(VolumeProfile.USUAL_CAPACITY)),
          encryptionKey,
          iops,
          name,
          profile,
          resourceGroup,
          sourceSnapshot,
          userTags);
    }

    private Volumes.Prototype prototype() {
      return new Volumes.Prototype(
          allowedUse,
          bandwidth,
          capacity,
          encryptionKey,
          iops,
          name,
          profile,
          resourceGroup,
          sourceSnapshot,
          userTags,
          Optional.empty());
    }
  }

  /// What is said of a new attachment.
  public record Prototype(
      Optional<Boolean> deleteVolumeOnInstanceDelete,
      Optional<String> name,
      Optional<Wanted> volume) {
    static final Prototype USUAL =
        new Prototype(Optional.empty(), Optional.empty(), Optional.empty());

    /// Whether it names a volume that is there.
    boolean names() {
      return volume.flatMap(Wanted::which).isPresent();
    }
  }

  /// What is said of an attachment that changes.
  public record Patch(Optional<Boolean> deleteVolumeOnInstanceDelete, Optional<String> name) {}

  /// An instance that is to have volumes.
  ///
  /// @param bandwidth in Mbit/s, for all volumes together
  record Holder(Identity identity, String zone, int bandwidth) {}

  /// All volumes of a new instance, the one that it boots from first.
  static List<VolumeAttachment> all(
      Scene scene,
      Holder holder,
      Optional<Prototype> boot,
      List<Prototype> more,
      Optional<Image> image) {
    List<VolumeAttachment> all = new ArrayList<>();
    all.add(
        new Work(scene, holder, all)
            .boot(boot.orElse(Prototype.USUAL), image, "boot_volume_attachment."));
    for (int i = 0; i < more.size(); i++) {
      all.add(new Work(scene, holder, all).data(more.get(i), "volume_attachments[" + i + "]."));
    }
    return all;
  }

  /// All volumes of an instance that is to boot from another one from now on.
  static List<VolumeAttachment> rebooted(
      Scene scene, Instance before, Optional<Prototype> boot, Optional<Image> image) {
    List<VolumeAttachment> all = new ArrayList<>(before.volumes());
    all.removeIf(it -> it.type().equals(BOOT));
    Holder holder =
        new Holder(before.identity(), before.zone(), before.hardware().volumeBandwidth());
    all.addFirst(
        new Work(scene, holder, List.copyOf(all))
            .boot(boot.orElse(Prototype.USUAL), image, "boot_volume_attachment."));
    return all;
  }

  /// One attachment in the making.
  ///
  /// @param others that the instance has
  private record Work(Scene scene, Holder holder, List<VolumeAttachment> others) {

    VolumeAttachment boot(Prototype said, Optional<Image> image, String at) {
      Wanted wanted = said.volume.orElse(Wanted.USUAL);
      Volume volume =
          wanted
              .which()
              .map(which -> bootable(free(which, at), at))
              .orElseGet(() -> made(image.isPresent() ? wanted : wanted.large(), image, at));
      return attached(said, volume, BOOT, wanted.which().isEmpty());
    }

    VolumeAttachment data(Prototype said, String at) {
      long there = others.stream().filter(it -> it.type().equals(DATA)).count();
      scene.expectRoom((int) there, MOST_DATA, "secondary volumes of the instance");
      Wanted wanted =
          said.volume.orElseThrow(() -> Refusal.missing(at + "volume", "Say which volume."));
      Volume volume =
          wanted
              .which()
              .map(which -> free(which, at))
              .orElseGet(() -> made(wanted, Optional.empty(), at));
      return attached(said, volume, DATA, false);
    }

    private Volume made(Wanted wanted, Optional<Image> image, String at) {
      Optional<String> group =
          scene.group(wanted.resourceGroup).or(() -> Optional.of(holder.identity.resourceGroup()));
      Place place = new Place(holder.zone, group, at + "volume.");
      Volume made = Volumes.made(scene, wanted.prototype(), place, image);
      scene.expect("is.volume.volume.create", made);
      return made;
    }

    /// A volume that no instance has, in the zone.
    private Volume free(Which which, String at) {
      Volume volume = scene.find(Volume.class, which, at + "volume");
      scene.expect(OPERATE, volume);
      if (!volume.zone().equals(holder.zone)) {
        throw Refusal.invalid(
            at + "volume",
            "Volume %s is in zone %s, the instance in zone %s."
                .formatted(volume.name(), volume.zone(), holder.zone));
      }
      boolean mine = others.stream().anyMatch(it -> it.volume().id().equals(volume.id()));
      Volumes.holder(scene, volume)
          .map(Instance::name)
          .or(() -> mine ? Optional.of(holder.identity.name()) : Optional.empty())
          .ifPresent(
              name -> {
                throw Refusal.conflict(
                    "Volume %s is attached to instance %s: detach it first."
                        .formatted(volume.name(), name));
              });
      return volume;
    }

    private static Volume bootable(Volume volume, String at) {
      if (volume.operatingSystem().isEmpty()) {
        throw Refusal.invalid(
            at + "volume", "Volume %s has no operating system to boot.".formatted(volume.name()));
      }
      return volume;
    }

    private VolumeAttachment attached(
        Prototype said, Volume volume, String type, boolean usuallyGoes) {
      Set<String> names =
          others.stream()
              .map(VolumeAttachment::name)
              .collect(Collectors.toCollection(HashSet::new));
      boolean goes = said.deleteVolumeOnInstanceDelete.orElse(usuallyGoes);
      scene.put(volume.with(goes ? holder.identity.id() : ""));
      Identity own =
          scene.zonal(
              "volume-attachment", holder.zone, Names.own(said.name, names), Optional.empty());
      return new VolumeAttachment(
          own.id(),
          own.name(),
          own.id() + "-" + own.id().substring(own.id().length() - DEVICE),
          volume.reference(),
          Math.min(volume.bandwidth(), holder.bandwidth),
          goes,
          "attached",
          type,
          scene.now());
    }
  }

  public Outcome<VolumeAttachment> attach(Actor actor, String instance, Prototype said) {
    return estate.write(
        actor,
        Action.VOLUME_ATTACH,
        instance,
        scene -> {
          Instance before = scene.get(Instance.class, instance);
          Holder holder =
              new Holder(before.identity(), before.zone(), before.hardware().volumeBandwidth());
          List<VolumeAttachment> all = new ArrayList<>(before.volumes());
          VolumeAttachment made = new Work(scene, holder, before.volumes()).data(said, "");
          all.add(made);
          scene.put(new Remake(before).with(all).done());
          return made;
        });
  }

  public Outcome<VolumeAttachment> update(Actor actor, String instance, String id, Patch said) {
    return estate.write(
        actor,
        Action.VOLUME_ATTACHMENT_UPDATE,
        instance,
        scene -> {
          Instance before = scene.get(Instance.class, instance);
          VolumeAttachment was = one(before, id);
          boolean goes =
              said.deleteVolumeOnInstanceDelete.orElse(was.deleteVolumeOnInstanceDelete());
          if (goes != was.deleteVolumeOnInstanceDelete()) {
            scene.maybe(Volume.class, was.volume().id()).ifPresent(it -> scene.expect(OPERATE, it));
          }
          Set<String> names =
              before.volumes().stream()
                  .filter(it -> !it.id().equals(id))
                  .map(VolumeAttachment::name)
                  .collect(Collectors.toSet());
          VolumeAttachment now =
              new VolumeAttachment(
                  id,
                  said.name.isEmpty() ? was.name() : Names.own(said.name, names),
                  was.device(),
                  was.volume(),
                  was.bandwidth(),
                  goes,
                  was.status(),
                  was.type(),
                  was.createdAt());
          scene.put(with(before, now));
          settle(scene, was, DeclaredVolumes.goesWith(before, now));
          return now;
        });
  }

  /// Takes a volume from an instance, not the one that it boots from.
  public Outcome<VolumeAttachment> detach(Actor actor, String instance, String id) {
    return estate.write(
        actor,
        Action.VOLUME_DETACH,
        instance,
        scene -> {
          Instance before = scene.get(Instance.class, instance);
          VolumeAttachment was = one(before, id);
          if (was.type().equals(BOOT)) {
            throw Refusal.conflict(
                "Instance %s boots from volume %s: it can't be without."
                    .formatted(before.name(), was.volume().name()));
          }
          List<VolumeAttachment> left = new ArrayList<>(before.volumes());
          left.remove(was);
          scene.put(new Remake(before).with(left).done());
          settle(scene, was, "");
          return was;
        });
  }

  private static void settle(Scene scene, VolumeAttachment of, String goesWith) {
    scene
        .maybe(Volume.class, of.volume().id())
        .filter(it -> !it.partOf().equals(goesWith))
        .ifPresent(it -> scene.put(it.with(goesWith)));
  }

  /// The attachment that a path names.
  public static VolumeAttachment one(Instance instance, String id) {
    return instance.volumes().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Refusal.nothing("volume attachment", id, "instance " + instance.name()));
  }

  private static Instance with(Instance before, VolumeAttachment now) {
    return new Remake(before)
        .with(before.volumes().stream().map(it -> it.id().equals(now.id()) ? now : it).toList())
        .done();
  }

  /// The instance under whose volumes one has another name.
  static Instance renamed(Instance instance, Volume volume) {
    VolumeAttachment was = Volumes.attachment(instance, volume).orElseThrow();
    return with(
        instance,
        new VolumeAttachment(
            was.id(),
            was.name(),
            was.device(),
            volume.reference(),
            was.bandwidth(),
            was.deleteVolumeOnInstanceDelete(),
            was.status(),
            was.type(),
            was.createdAt()));
  }
}
