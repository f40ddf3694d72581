package io.sekisho.compute;

import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.mint.HardwareProfile;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Hardware.Vcpu;
import java.util.Optional;
import java.util.Set;

/// What instances are made of, by their profile and what is said besides.
final class Sizes {
  private static final String USUAL = "bxf-2x8";
  private static final int LEAST_BANDWIDTH = 500;
  private static final int WHOLE = 100;
  private static final String QOS_MODE = "volume_bandwidth_qos_mode";
  private static final Set<String> QOS_MODES = Set.of("pooled", "weighted");
  private static final Set<String> CONFIDENTIAL = Set.of("disabled", "sgx", "tdx");

  private Sizes() {}

  /// @param percentage share of each core
  public record Vcpus(Optional<Integer> percentage) {}

  /// What a body says of a size.
  record Said(
      Optional<Which> profile,
      Optional<Integer> totalVolumeBandwidth,
      Optional<String> volumeBandwidthQosMode,
      Optional<Boolean> enableSecureBoot,
      Optional<String> confidentialComputeMode,
      Optional<Vcpus> vcpu) {}

  /// What a new instance is made of.
  static Hardware of(Scene scene, String zone, Said said) {
    return with(said, base(scene, zone, said.profile.orElseGet(() -> Which.name(USUAL))));
  }

  /// What an instance is made of after a change.
  static Hardware changed(Scene scene, String zone, Hardware before, Said said) {
    Optional<Hardware> other = said.profile.map(which -> base(scene, zone, which));
    if (other.isPresent()
        && !other.get().vcpu().architecture().equals(before.vcpu().architecture())) {
      throw Refusal.invalid("profile", "Choose a profile of the same vcpu.architecture.");
    }
    return with(said, other.orElse(before));
  }

  private static Hardware base(Scene scene, String zone, Which which) {
    String name = name(which);
    return HardwareProfile.parse(name)
        .filter(_ -> scene.catalog().offersInstanceProfile(name))
        .map(
            profile ->
                profile.hardware(
                    name, () -> scene.zonal("disk", zone, "", Optional.empty()).id(), scene.now()))
        .orElseThrow(
            () -> Refusal.invalid("profile", "There is no instance profile %s.".formatted(name)));
  }

  /// The name, which an address ends with.
  private static String name(Which which) {
    if (which.name().isPresent() == which.href().isPresent()) {
      throw Refusal.invalid("profile", "Name it by one of name and href.");
    }
    return which.name().orElseGet(() -> which.toString().replaceFirst(".*/", ""));
  }

  private static Hardware with(Said said, Hardware it) {
    int volumes = said.totalVolumeBandwidth.orElse(it.volumeBandwidth());
    if (volumes < LEAST_BANDWIDTH || volumes > it.bandwidth() - LEAST_BANDWIDTH) {
      throw Refusal.invalid(
          "total_volume_bandwidth",
          "It is between %d and %d, so that volumes and network have %d each."
              .formatted(LEAST_BANDWIDTH, it.bandwidth() - LEAST_BANDWIDTH, LEAST_BANDWIDTH));
    }
    return new Hardware(
        it.profile(),
        it.memory(),
        vcpu(said, it.vcpu()),
        it.bandwidth(),
        it.bandwidth() - volumes,
        volumes,
        Choice.of(said.volumeBandwidthQosMode, it.volumeBandwidthQosMode(), QOS_MODES, QOS_MODE),
        it.numaCount(),
        it.threadsPerCore(),
        said.enableSecureBoot.orElse(it.enableSecureBoot()),
        Choice.of(
            said.confidentialComputeMode,
            it.confidentialComputeMode(),
            CONFIDENTIAL,
            "confidential_compute_mode"),
        it.gpu(),
        it.disks());
  }

  private static Vcpu vcpu(Said said, Vcpu it) {
    int percentage = said.vcpu.flatMap(Vcpus::percentage).orElse(it.percentage());
    if (percentage != WHOLE && percentage != it.percentage()) {
      throw Refusal.invalid("vcpu.percentage", "It is 100: no profile here has another.");
    }
    return new Vcpu(it.architecture(), it.count(), it.manufacturer(), percentage, it.burstLimit());
  }
}
