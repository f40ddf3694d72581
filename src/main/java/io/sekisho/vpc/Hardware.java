package io.sekisho.vpc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an instance is made of.
///
/// @param profile name of the hardware profile, such as `bx2-2x8`
/// @param memory in GiB
/// @param bandwidth in Mbit/s, network and volumes together
/// @param networkBandwidth in Mbit/s
/// @param volumeBandwidth in Mbit/s
/// @param volumeBandwidthQosMode `pooled` or `weighted`
/// @param numaCount number of NUMA nodes
/// @param threadsPerCore 1 or 2
/// @param confidentialComputeMode `disabled`, `sgx` or `tdx`
public record Hardware(
    String profile,
    int memory,
    Vcpu vcpu,
    int bandwidth,
    int networkBandwidth,
    int volumeBandwidth,
    String volumeBandwidthQosMode,
    int numaCount,
    int threadsPerCore,
    boolean enableSecureBoot,
    String confidentialComputeMode,
    Optional<Gpu> gpu,
    List<Disk> disks) {
  public Hardware {
    disks = List.copyOf(disks);
  }

  /// @param architecture such as `amd64`
  /// @param percentage share of each core, 1 to 100
  /// @param burstLimit in percent, only for burstable profiles
  public record Vcpu(
      String architecture,
      int count,
      String manufacturer,
      int percentage,
      Optional<Integer> burstLimit) {}

  /// @param memory in GiB
  public record Gpu(int count, String manufacturer, int memory, String model) {}

  /// A disk of the host that lives and dies with the instance.
  ///
  /// @param interfaceType `nvme` or `virtio_blk`
  /// @param size in GB
  public record Disk(String id, String name, String interfaceType, int size, Instant createdAt) {}
}
