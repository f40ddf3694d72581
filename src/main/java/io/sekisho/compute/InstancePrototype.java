package io.sekisho.compute;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sekisho.compute.Sizes.Vcpus;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Which;
import io.sekisho.network.Interfaces.AttachmentPrototype;
import io.sekisho.network.Interfaces.InterfacePrototype;
import java.util.List;
import java.util.Optional;

/// What is said of a new instance: made from an image, a catalog offering, a volume or a snapshot,
/// with network attachments or with IBM's older network interfaces. Where it names a template, what
/// it says itself wins.
public record InstancePrototype(
    Optional<Availability> availability,
    Optional<AvailabilityPolicy> availabilityPolicy,
    Optional<VolumeAttachments.Prototype> bootVolumeAttachment,
    Optional<Offering> catalogOffering,
    Optional<String> confidentialComputeMode,
    Optional<DefaultProfile> defaultTrustedProfile,
    Optional<Boolean> enableSecureBoot,
    Optional<Which> image,
    List<KeyName> keys,
    Optional<Service> metadataService,
    Optional<String> name,
    List<AttachmentPrototype> networkAttachments,
    List<InterfacePrototype> networkInterfaces,
    Optional<Which> placementTarget,
    Optional<AttachmentPrototype> primaryNetworkAttachment,
    Optional<InterfacePrototype> primaryNetworkInterface,
    Optional<Which> profile,
    Optional<Affinity> reservationAffinity,
    Optional<Which> resourceGroup,
    Optional<Which> sourceTemplate,
    Optional<Integer> totalVolumeBandwidth,
    Optional<String> userData,
    Optional<Vcpus> vcpu,
    List<VolumeAttachments.Prototype> volumeAttachments,
    Optional<String> volumeBandwidthQosMode,
    Optional<Which> vpc,
    Optional<Which> zone) {

  /// @param kind `standard` or `spot`
  public record Availability(@JsonProperty("class") Optional<String> kind) {}

  /// What happens when a host fails, and when the place is wanted for others.
  public record AvailabilityPolicy(Optional<String> hostFailure, Optional<String> preemption) {}

  /// Which reservations it may use.
  public record Affinity(Optional<String> policy, List<Which> pool) {}

  /// An SSH key.
  public record KeyName(
      Optional<String> id,
      Optional<String> crn,
      Optional<String> href,
      Optional<String> fingerprint) {}

  /// The profile that IAM tokens are for when the request names none.
  public record DefaultProfile(Optional<Boolean> autoLink, Optional<Which> target) {}

  /// The metadata service's switches, as far as they are given.
  public record Service(
      Optional<Boolean> enabled, Optional<String> protocol, Optional<Integer> responseHopLimit) {}

  /// A version of an offering of a catalog.
  public record Offering(Optional<Which> version, Optional<Which> plan) {}

  /// Whether it has IBM's older network interfaces.
  boolean older() {
    return primaryNetworkInterface.isPresent() || !networkInterfaces.isEmpty();
  }

  /// Refuses what can't stand beside each other.
  void check() {
    boolean attached = primaryNetworkAttachment.isPresent() || !networkAttachments.isEmpty();
    if (attached && older()) {
      throw Refusal.invalid(
          "network_interfaces", "Give network attachments or network interfaces, not both.");
    }
    if (image.isPresent() && catalogOffering.isPresent()) {
      throw Refusal.invalid("catalog_offering", "Give an image or a catalog offering, not both.");
    }
    check(image.isPresent() || catalogOffering.isPresent(), bootVolumeAttachment);
  }

  /// Refuses what boots from nothing, or from two things.
  ///
  /// @param source whether something is said of which a volume is to be made
  static void check(boolean source, Optional<VolumeAttachments.Prototype> boot) {
    boolean there = boot.filter(VolumeAttachments.Prototype::names).isPresent();
    if (source && there) {
      throw Refusal.invalid("boot_volume_attachment.volume", "Say what a new volume is like.");
    }
    if (!source && boot.flatMap(VolumeAttachments.Prototype::volume).isEmpty()) {
      throw Refusal.missing("image", "Say which image or volume to boot from.");
    }
  }
}
