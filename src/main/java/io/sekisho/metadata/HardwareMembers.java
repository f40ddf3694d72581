package io.sekisho.metadata;

import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Hardware.Disk;
import io.sekisho.vpc.Hardware.Gpu;
import io.sekisho.vpc.Hardware.Vcpu;

/// What an instance is made of, as members of its document.
final class HardwareMembers {
  private HardwareMembers() {}

  static Members of(Hardware hardware) {
    Members profile =
        new Members().with("name", hardware.profile()).with("resource_type", "instance_profile");
    return new Members()
        .with("bandwidth", hardware.bandwidth())
        .with("confidential_compute_mode", hardware.confidentialComputeMode())
        .with("disks", hardware.disks().stream().map(HardwareMembers::disk).toList())
        .with("enable_secure_boot", hardware.enableSecureBoot())
        .maybe("gpu", hardware.gpu().map(HardwareMembers::gpu))
        .with("memory", hardware.memory())
        .with("numa_count", hardware.numaCount())
        .with("profile", profile)
        .with("threads_per_core", hardware.threadsPerCore())
        .with("total_network_bandwidth", hardware.networkBandwidth())
        .with("total_volume_bandwidth", hardware.volumeBandwidth())
        .with("vcpu", vcpu(hardware.vcpu()))
        .with("volume_bandwidth_qos_mode", hardware.volumeBandwidthQosMode());
  }

  private static Members vcpu(Vcpu vcpu) {
    return new Members()
        .with("architecture", vcpu.architecture())
        .maybe("burst", vcpu.burstLimit().map(limit -> new Members().with("limit", limit)))
        .with("count", vcpu.count())
        .with("manufacturer", vcpu.manufacturer())
        .with("percentage", vcpu.percentage());
  }

  private static Members gpu(Gpu gpu) {
    return new Members()
        .with("count", gpu.count())
        .with("manufacturer", gpu.manufacturer())
        .with("memory", gpu.memory())
        .with("model", gpu.model());
  }

  private static Members disk(Disk disk) {
    return References.child(disk.id(), disk.name(), "instance_disk")
        .with("created_at", disk.createdAt())
        .with("interface_type", disk.interfaceType())
        .with("size", disk.size());
  }
}
