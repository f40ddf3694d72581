package io.sekisho.plan;

import io.sekisho.mint.HardwareProfile;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Hardware.Disk;
import io.sekisho.vpc.Hardware.Gpu;
import io.sekisho.vpc.Hardware.Vcpu;
import io.sekisho.vpc.Instance;
import io.sekisho.wire.InstanceSpec;
import io.sekisho.wire.InstanceSpec.DiskSpec;
import io.sekisho.wire.InstanceSpec.GpuSpec;
import io.sekisho.wire.InstanceSpec.HardwareSpec;
import io.sekisho.wire.InstanceSpec.VcpuSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans what an instance is made of: what its profile's name says, where nothing else is declared.
final class HardwarePlanner {
  private static final String DEFAULT_PROFILE = "bx2-2x8";

  private static final VcpuSpec NO_VCPU =
      new VcpuSpec(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  private static final HardwareSpec NOTHING =
      new HardwareSpec(
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
          List.of());

  private final Scope scope;

  HardwarePlanner(Scope scope) {
    this.scope = scope;
  }

  /// How large the instance is; empty if neither the profile's name nor the declaration tells it.
  Optional<HardwareProfile> profile(InstanceSpec spec, Optional<Instance> before, String path) {
    String name = name(spec, before);
    Optional<HardwareProfile> profile =
        HardwareProfile.parse(name).or(() -> sized(spec.hardware().orElse(NOTHING)));
    if (profile.isEmpty()) {
      scope.wrong(
          path + ".profile",
          "is %s, a name that does not say what is in it (such as bx2-2x8); say it under hardware: memory and vcpu.count."
              .formatted(name));
    }
    return profile;
  }

  Hardware hardware(
      InstanceSpec spec, HardwareProfile profile, Optional<Instance> before, String zone) {
    HardwareSpec said = spec.hardware().orElse(NOTHING);
    return merged(name(spec, before), said, profile, before.map(Instance::hardware), zone);
  }

  private static String name(InstanceSpec spec, Optional<Instance> before) {
    return spec.profile().or(() -> before.map(Instance::profile)).orElse(DEFAULT_PROFILE);
  }

  private static Optional<HardwareProfile> sized(HardwareSpec spec) {
    Optional<Integer> count = spec.vcpu().flatMap(VcpuSpec::count);
    return spec.memory().isPresent() && count.isPresent()
        ? Optional.of(
            new HardwareProfile(count.get(), spec.memory().get(), "intel", Optional.empty(), 0, 0))
        : Optional.empty();
  }

  private Hardware merged(
      String name,
      HardwareSpec spec,
      HardwareProfile profile,
      Optional<Hardware> before,
      String zone) {
    int bandwidth = spec.bandwidth().orElse(profile.bandwidth());
    int volumes = spec.totalVolumeBandwidth().orElse(HardwareProfile.volumeBandwidth(bandwidth));
    return new Hardware(
        name,
        spec.memory().orElse(profile.memory()),
        vcpu(spec.vcpu().orElse(NO_VCPU), profile),
        bandwidth,
        spec.totalNetworkBandwidth().orElse(bandwidth - volumes),
        volumes,
        spec.volumeBandwidthQosMode().orElse("pooled"),
        spec.numaCount().orElse(1),
        spec.threadsPerCore().orElse(2),
        spec.enableSecureBoot().orElse(false),
        spec.confidentialComputeMode().orElse("disabled"),
        spec.gpu().map(HardwarePlanner::gpu).or(profile::gpu),
        disks(spec, profile, before, zone));
  }

  private static Vcpu vcpu(VcpuSpec spec, HardwareProfile profile) {
    Vcpu usual = profile.vcpu();
    return new Vcpu(
        spec.architecture().orElse(usual.architecture()),
        spec.count().orElse(usual.count()),
        spec.manufacturer().orElse(usual.manufacturer()),
        spec.percentage().orElse(usual.percentage()),
        spec.burstLimit());
  }

  private static Gpu gpu(GpuSpec spec) {
    return new Gpu(spec.count(), spec.manufacturer(), spec.memory(), spec.model());
  }

  private List<Disk> disks(
      HardwareSpec spec, HardwareProfile profile, Optional<Hardware> before, String zone) {
    List<DiskSpec> specs = new ArrayList<>(spec.disks());
    for (int i = 1; spec.disks().isEmpty() && i <= profile.disks(); i++) {
      specs.add(new DiskSpec(HardwareProfile.disk(i), profile.diskSize(), Optional.empty()));
    }
    return specs.stream().map(each -> disk(each, before, zone)).toList();
  }

  private Disk disk(DiskSpec spec, Optional<Hardware> before, String zone) {
    Optional<Disk> same =
        before.stream()
            .flatMap(hardware -> hardware.disks().stream())
            .filter(disk -> disk.name().equals(spec.name()))
            .findFirst();
    return new Disk(
        same.map(Disk::id).orElseGet(() -> scope.minter.zonal(zone)),
        spec.name(),
        spec.interfaceType().orElse("nvme"),
        spec.size(),
        same.map(Disk::createdAt).orElse(scope.minter.now()));
  }
}
