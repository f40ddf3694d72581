package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Volume;
import io.sekisho.catalog.VolumeProfile;
import io.sekisho.catalog.VolumeProfile.Range;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Tagging;
import io.sekisho.estate.Which;
import io.sekisho.problem.Outcome;
import io.sekisho.tag.Tags.Sort;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.VolumeAttachment;
import java.util.List;
import java.util.Optional;

/// Volumes. They are registered: their bytes are wherever the hosts have them.
public final class Volumes {
  private static final int MOST = 300;
  private static final String USER_TAGS = "user_tags";
  private static final String CAPACITY = "capacity";

  private final Estate estate;

  public Volumes(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new volume.
  ///
  /// @param capacity in GB
  /// @param iops where the profile leaves that open
  /// @param bandwidth the same
  public record Prototype(
      Optional<AllowedUses.Said> allowedUse,
      Optional<Integer> bandwidth,
      Optional<Integer> capacity,
      Optional<Which> encryptionKey,
      Optional<Integer> iops,
      Optional<String> name,
      Optional<Which> profile,
      Optional<Which> resourceGroup,
      Optional<Which> sourceSnapshot,
      Optional<List<String>> userTags,
      Optional<Which> zone) {}

  /// What is said of a volume that changes.
  public record Patch(
      Optional<AllowedUses.Said> allowedUse,
      Optional<Integer> bandwidth,
      Optional<Integer> capacity,
      Optional<Integer> iops,
      Optional<String> name,
      Optional<Which> profile,
      Optional<List<String>> userTags) {}

  public Outcome<Volume> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.VOLUME_CREATE,
        "",
        scene -> {
          Which zone = said.zone.orElseThrow(() -> Refusal.missing("zone", "Say which zone."));
          if (said.profile.isEmpty()) {
            throw Refusal.missing("profile", "Say which profile.");
          }
          if (said.allowedUse.isPresent()) {
            throw Refusal.invalid(
                "allowed_use", "No server can boot from an empty volume: leave this out.");
          }
          return made(
              scene,
              said,
              new Place(scene.zone(zone, "zone").name(), scene.group(said.resourceGroup), ""),
              Optional.empty());
        });
  }

  /// Where a new volume is, and whose.
  ///
  /// @param group the id of its resource group; of the account's default one, if empty
  /// @param field the member of the body, with a dot; empty if it is the body
  record Place(String zone, Optional<String> group, String field) {}

  /// A new volume, as it is put down.
  ///
  /// @param image that it is made from
  static Volume made(Scene scene, Prototype said, Place place, Optional<Image> image) {
    String at = place.field;
    if (said.encryptionKey.isPresent() || said.sourceSnapshot.isPresent()) {
      throw Refusal.invalid(
          at + (said.encryptionKey.isPresent() ? "encryption_key" : "source_snapshot"),
          "Volumes are registered without their bytes: there are no keys and no snapshots.");
    }
    scene.expectRoom(scene.count(Volume.class), MOST, "volumes");
    VolumeProfile profile = profile(scene, said.profile, at);
    int capacity = capacity(said, profile, image, at);
    int iops = iops(said.iops, profile, capacity, at);
    Identity identity =
        scene.zonal(
            "volume",
            place.zone,
            Names.own(said.name, scene.naming(Volume.class), ""),
            place.group);
    Volume volume =
        scene.put(
            new Volume(
                identity,
                "",
                place.zone,
                profile.name(),
                capacity,
                iops,
                bandwidth(said.bandwidth, profile, iops, at),
                image.map(Image::operatingSystem),
                image.map(Image::reference),
                image.map(it -> AllowedUses.of(said.allowedUse, it.allowedUse(), scene.now()))));
    said.userTags.ifPresent(
        tags ->
            Tagging.attach(
                scene, volume, Sort.USER, Tagging.valid(tags, Sort.USER, at + USER_TAGS)));
    return volume;
  }

  private static VolumeProfile profile(Holdings holdings, Optional<Which> said, String at) {
    Which which = said.orElseGet(() -> Which.name(VolumeProfile.USUAL));
    String name = which.byId().or(which::name).orElse("");
    return holdings
        .catalog()
        .volumeProfile(name)
        .orElseThrow(
            () ->
                Refusal.invalid(at + "profile", "There is no volume profile %s.".formatted(which)));
  }

  private static int capacity(
      Prototype said, VolumeProfile profile, Optional<Image> image, String at) {
    int least = image.map(Image::minimumProvisionedSize).orElse(0);
    if (said.capacity.isEmpty() && image.isEmpty()) {
      throw Refusal.missing(at + CAPACITY, "Say how many GB.");
    }
    int capacity = said.capacity.orElse(Math.max(least, VolumeProfile.USUAL_CAPACITY));
    if (capacity < least) {
      throw Refusal.invalid(at + CAPACITY, "The image takes %d GB at least.".formatted(least));
    }
    Range range = image.isPresent() ? profile.bootCapacity() : profile.capacity();
    return within(range, capacity, at + CAPACITY, profile);
  }

  private static int within(Range range, int value, String field, VolumeProfile profile) {
    if (!range.holds(value)) {
      throw Refusal.invalid(
          field,
          "With the profile %s it is between %d and %d."
              .formatted(profile.name(), range.min(), range.max()));
    }
    return value;
  }

  private static int iops(Optional<Integer> said, VolumeProfile profile, int capacity, String at) {
    if (said.isPresent() && !profile.choosesIops()) {
      throw Refusal.invalid(
          at + "iops",
          "With the profile %s it follows from the capacity.".formatted(profile.name()));
    }
    return said.map(it -> within(profile.iops(capacity), it, at + "iops", profile))
        .orElseGet(() -> profile.usualIops(capacity));
  }

  private static int bandwidth(Optional<Integer> said, VolumeProfile profile, int iops, String at) {
    if (said.isPresent() && !profile.choosesBandwidth()) {
      throw Refusal.invalid(
          at + "bandwidth", "With the profile %s it follows from iops.".formatted(profile.name()));
    }
    return said.map(it -> within(profile.bandwidth(), it, at + "bandwidth", profile))
        .orElseGet(() -> profile.bandwidth(iops));
  }

  /// The instance that has a volume, if one has.
  public static Optional<Instance> holder(Holdings holdings, Volume volume) {
    return holdings.users(volume.id()).stream()
        .filter(Instance.class::isInstance)
        .map(Instance.class::cast)
        .findFirst();
  }

  /// How an instance has a volume.
  public static Optional<VolumeAttachment> attachment(Instance instance, Volume volume) {
    return instance.volumes().stream()
        .filter(it -> it.volume().id().equals(volume.id()))
        .findFirst();
  }

  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<Volume> update(Actor actor, String id, Patch said, Optional<String> seen) {
    return estate.write(
        actor,
        Action.VOLUME_UPDATE,
        id,
        scene -> {
          Volume before = seen(scene, id, seen);
          Optional<Instance> holder = holder(scene, before);
          Volume after = scene.put(changed(scene, before, said, holder));
          if (!after.name().equals(before.name())) {
            holder.ifPresent(it -> scene.put(VolumeAttachments.renamed(it, after)));
          }
          said.userTags.ifPresent(
              tags ->
                  Tagging.replace(
                      scene, after, Sort.USER, Tagging.valid(tags, Sort.USER, USER_TAGS)));
          return after;
        });
  }

  private static Volume seen(Scene scene, String id, Optional<String> seen) {
    Volume it = scene.get(Volume.class, id);
    return scene.unchanged(it, shown(scene, it), seen);
  }

  /// What a volume's entity tag is about: itself, and its tags.
  public static List<Object> shown(Holdings holdings, Volume it) {
    return List.of(it, Tagging.of(holdings, it).user());
  }

  private static Volume changed(Scene scene, Volume before, Patch said, Optional<Instance> holder) {
    if (said.allowedUse.isPresent()) {
      if (before.allowedUse().isEmpty() || holder.isPresent()) {
        throw Refusal.conflict(
            "allowed_use is of boot volumes that no instance has: detach it first.");
      }
      scene.expect("is.volume.volume.manage-allowed-use", before);
    }
    VolumeProfile profile = other(scene, before, said);
    int capacity = said.capacity.orElse(before.capacity());
    if (capacity < before.capacity()) {
      throw Refusal.invalid(
          CAPACITY, "It has %d GB, and can only grow.".formatted(before.capacity()));
    }
    boolean boot =
        holder
            .flatMap(it -> attachment(it, before))
            .map(it -> it.type().equals("boot"))
            .orElse(before.sourceImage().isPresent());
    if (said.capacity.isPresent() || said.profile.isPresent()) {
      within(boot ? profile.bootCapacity() : profile.capacity(), capacity, CAPACITY, profile);
    }
    int iops =
        profile.choosesIops()
            ? iops(
                said.iops.or(
                    () -> Optional.of(before.iops()).filter(profile.iops(capacity)::holds)),
                profile,
                capacity,
                "")
            : iops(said.iops, profile, capacity, "");
    int bandwidth =
        said.bandwidth.isEmpty() && profile.choosesBandwidth()
            ? before.bandwidth()
            : bandwidth(said.bandwidth, profile, iops, "");
    return new Volume(
        Scene.renamed(
            before.identity(), Names.renamed(said.name, before, scene.naming(Volume.class))),
        before.partOf(),
        before.zone(),
        profile.name(),
        capacity,
        iops,
        bandwidth,
        before.operatingSystem(),
        before.sourceImage(),
        before.allowedUse().map(it -> AllowedUses.of(said.allowedUse, it, scene.now())));
  }

  /// Another profile of the same kind, if another one is said.
  private static VolumeProfile other(Scene scene, Volume before, Patch said) {
    VolumeProfile own =
        VolumeProfile.named(before.profile()).orElseGet(() -> VolumeProfile.ALL.getFirst());
    if (said.profile.isEmpty()) {
      return own;
    }
    VolumeProfile other = profile(scene, said.profile, "");
    if (!other.family().equals(own.family()) || other.generation() != own.generation()) {
      throw Refusal.invalid(
          "profile", "Choose one of the same family: %s.".formatted(own.family()));
    }
    return other;
  }

  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<Volume> delete(Actor actor, String id, Optional<String> seen) {
    return estate.write(
        actor,
        Action.VOLUME_DELETE,
        id,
        scene -> {
          Volume volume = seen(scene, id, seen);
          scene.delete(volume);
          return volume;
        });
  }
}
