package io.sekisho.computeapi;

import io.sekisho.catalog.AllowedUse;
import io.sekisho.catalog.Volume;
import io.sekisho.catalog.VolumeProfile;
import io.sekisho.compute.Volumes;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Tagging;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.VolumeAttachment;
import io.sekisho.vpcapi.Mention;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.SystemBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A volume as IBM shows one.
record VolumeBody(
    boolean active,
    List<String> adjustableCapacityStates,
    List<String> adjustableIopsStates,
    Optional<AllowedUse> allowedUse,
    String attachmentState,
    int bandwidth,
    boolean busy,
    int capacity,
    Instant createdAt,
    String crn,
    String encryption,
    List<String> healthReasons,
    String healthState,
    String href,
    String id,
    int iops,
    String name,
    Optional<SystemBody> operatingSystem,
    Profile profile,
    Named.Group resourceGroup,
    String resourceType,
    Optional<Mention> sourceImage,
    String status,
    List<String> statusReasons,
    int storageGeneration,
    List<String> userTags,
    List<Attached> volumeAttachments,
    Named.Zone zone) {
  static final String ENCRYPTION = "provider_managed";
  private static final List<String> ANY = List.of("attached", "unattached");

  /// A profile, by its name.
  record Profile(String href, String name) {}

  record Device(String id) {}

  /// An instance that has it.
  record Attached(
      boolean deleteVolumeOnInstanceDelete,
      Optional<Device> device,
      String href,
      String id,
      Named instance,
      String name,
      String type) {
    static Attached of(Request request, Instance instance, VolumeAttachment it) {
      return new Attached(
          it.deleteVolumeOnInstanceDelete(),
          Optional.of(new Device(it.device())),
          request.href("/instances/" + instance.id() + "/volume_attachments/" + it.id()),
          it.id(),
          Named.of(request, "/instances", instance),
          it.name(),
          it.type());
    }
  }

  static VolumeBody of(Request request, Holdings holdings, Volume it) {
    Optional<Instance> holder = Volumes.holder(holdings, it);
    Optional<VolumeProfile> profile = VolumeProfile.named(it.profile());
    return new VolumeBody(
        holder.filter(instance -> instance.lifecycle().status().equals("running")).isPresent(),
        ANY,
        profile.filter(VolumeProfile::choosesIops).isPresent() ? ANY : List.of(),
        it.allowedUse(),
        state(holder),
        it.bandwidth(),
        false,
        it.capacity(),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        ENCRYPTION,
        List.of(),
        "ok",
        request.href("/volumes/" + it.id()),
        it.id(),
        it.iops(),
        it.name(),
        it.operatingSystem().map(system -> SystemBody.of(request, system)),
        new Profile(request.href("/volume/profiles/" + it.profile()), it.profile()),
        Named.Group.of(request, holdings, it),
        "volume",
        it.sourceImage().map(image -> Mention.image(request, holdings, image)),
        "available",
        List.of(),
        generation(it),
        Tagging.of(holdings, it).user(),
        holder.stream()
            .flatMap(
                instance ->
                    Volumes.attachment(instance, it)
                        .map(each -> Attached.of(request, instance, each))
                        .stream())
            .toList(),
        Named.Zone.of(request, it.zone()));
  }

  static int generation(Volume it) {
    return VolumeProfile.named(it.profile()).map(VolumeProfile::generation).orElse(1);
  }

  static String state(Optional<Instance> holder) {
    return holder.isPresent() ? "attached" : "unattached";
  }
}
