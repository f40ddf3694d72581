package io.sekisho.compute;

import io.sekisho.compute.InstancePrototype.Affinity;
import io.sekisho.compute.InstancePrototype.Availability;
import io.sekisho.compute.InstancePrototype.AvailabilityPolicy;
import io.sekisho.compute.InstancePrototype.Service;
import io.sekisho.compute.Sizes.Vcpus;
import io.sekisho.estate.Which;
import java.util.Optional;

/// What is said of an instance that changes.
public record InstancePatch(
    Optional<Availability> availability,
    Optional<AvailabilityPolicy> availabilityPolicy,
    Optional<String> confidentialComputeMode,
    Optional<Boolean> enableSecureBoot,
    Optional<Service> metadataService,
    Optional<String> name,
    Optional<Which> placementTarget,
    Optional<Which> profile,
    Optional<Affinity> reservationAffinity,
    Optional<Integer> totalVolumeBandwidth,
    Optional<Vcpus> vcpu,
    Optional<String> volumeBandwidthQosMode) {

  /// What it says of the instance's size.
  Sizes.Said size() {
    return new Sizes.Said(
        profile,
        totalVolumeBandwidth,
        volumeBandwidthQosMode,
        enableSecureBoot,
        confidentialComputeMode,
        vcpu);
  }

  /// The member that only a stopped instance can have changed, if there is one.
  Optional<String> forStopped() {
    return profile
        .map(_ -> "profile")
        .or(() -> confidentialComputeMode.map(_ -> "confidential_compute_mode"))
        .or(() -> enableSecureBoot.map(_ -> "enable_secure_boot"))
        .or(() -> volumeBandwidthQosMode.map(_ -> "volume_bandwidth_qos_mode"))
        .or(() -> vcpu.map(_ -> "vcpu.percentage"))
        .or(() -> availability.flatMap(Availability::kind).map(_ -> "availability.class"));
  }
}
