package io.sekisho.catalogapi;

import io.sekisho.catalogapi.Facet.Amount;
import io.sekisho.catalogapi.Facet.Flags;
import io.sekisho.catalogapi.Facet.Numbers;
import io.sekisho.catalogapi.Facet.Range;
import io.sekisho.catalogapi.Facet.Text;
import io.sekisho.catalogapi.Facet.Texts;
import io.sekisho.mint.HardwareProfile;
import io.sekisho.vpc.Hardware.Gpu;
import io.sekisho.vpcapi.Request;
import java.util.List;
import java.util.Optional;

/// A profile of instances as IBM shows one: what its name says, and what goes for all of them here.
record InstanceProfileBody(
    Texts availabilityClass,
    Amount bandwidth,
    Range clusterNetworkAttachmentCount,
    Texts confidentialComputeModes,
    List<Disk> disks,
    String family,
    Optional<Amount> gpuCount,
    Optional<Texts> gpuManufacturer,
    Optional<Amount> gpuMemory,
    Optional<Texts> gpuModel,
    String href,
    Amount memory,
    String name,
    Range networkAttachmentCount,
    Text networkBandwidthMode,
    Range networkInterfaceCount,
    Amount numaCount,
    Texts osArchitecture,
    Amount portSpeed,
    Texts reservationTerms,
    String resourceType,
    Flags secureBootModes,
    String status,
    List<String> supportedClusterNetworkProfiles,
    Range totalVolumeBandwidth,
    Text vcpuArchitecture,
    Amount vcpuBurstLimit,
    Amount vcpuCount,
    Text vcpuManufacturer,
    Numbers vcpuPercentage,
    Texts volumeBandwidthQosModes) {
  private static final int LEAST_BANDWIDTH = 500;
  private static final int WHOLE = 100;

  /// Mbit/s that one interface has at most.
  private static final int PORT = 16_000;

  /// From so many processors on an instance may have more interfaces.
  private static final int MEDIUM = 17;

  private static final int LARGE = 49;

  /// A disk of the host.
  record Disk(Amount quantity, Amount size, Texts supportedInterfaceTypes) {}

  static InstanceProfileBody of(Request request, String name, HardwareProfile it) {
    return new InstanceProfileBody(
        Facet.of("standard", List.of("standard", "spot")),
        Facet.only(it.bandwidth()),
        Facet.between(0, 0),
        Facet.of("disabled", List.of("disabled", "sgx", "tdx")),
        it.disks() == 0 ? List.of() : List.of(disk(it)),
        family(name, it),
        it.gpu().map(Gpu::count).map(Facet::only),
        it.gpu().map(gpu -> Facet.of(List.of(gpu.manufacturer()))),
        it.gpu().map(Gpu::memory).map(Facet::only),
        it.gpu().map(gpu -> Facet.of(List.of(gpu.model()))),
        request.href("/instance/profiles/" + name),
        Facet.only(it.memory()),
        name,
        Facet.between(1, interfaces(it)),
        Facet.only("pooled"),
        Facet.between(1, interfaces(it)),
        Facet.only(1),
        Facet.of("amd64", List.of("amd64")),
        Facet.only(PORT),
        Facet.of(List.of("one_year", "three_year")),
        "instance_profile",
        new Flags("enum", false, List.of(false, true)),
        "current",
        List.of(),
        Facet.between(LEAST_BANDWIDTH, it.bandwidth() - LEAST_BANDWIDTH, 1, it.bandwidth() / 4),
        Facet.only("amd64"),
        Facet.only(WHOLE),
        Facet.only(it.vcpus()),
        Facet.only(it.manufacturer()),
        new Numbers("enum", WHOLE, List.of(WHOLE)),
        Facet.of("pooled", List.of("pooled", "weighted")));
  }

  private static Disk disk(HardwareProfile it) {
    return new Disk(
        Facet.only(it.disks()), Facet.only(it.diskSize()), Facet.of("nvme", List.of("nvme")));
  }

  /// How many interfaces an instance of a size may have.
  private static int interfaces(HardwareProfile it) {
    return it.vcpus() < MEDIUM ? 5 : it.vcpus() < LARGE ? 10 : 15;
  }

  private static String family(String name, HardwareProfile it) {
    if (it.gpu().isPresent()) {
      return "gpu";
    }
    return switch (name.charAt(0)) {
      case 'b' -> "balanced";
      case 'c' -> "compute";
      case 'm' -> "memory";
      case 'n' -> "nano";
      case 'o' -> "storage-optimized";
      case 'u' -> "ultra-high-memory";
      case 'v' -> "very-high-memory";
      default -> "custom";
    };
  }
}
