package io.sekisho.wire;

import java.util.List;
import java.util.Optional;

/// A virtual server instance as declared.
///
/// @param vpc name of its VPC; without it, that of its first interface's subnet
/// @param profile name of the hardware profile, such as `bx2-2x8`
/// @param keys names of SSH keys
public record InstanceSpec(
    String name,
    Optional<String> vpc,
    Optional<String> zone,
    Optional<String> profile,
    Optional<String> resourceGroup,
    Optional<MetadataServiceSettings> metadataService,
    Optional<String> userData,
    Optional<CloudInitSpec> cloudInit,
    List<String> keys,
    Optional<DefaultProfileSpec> defaultTrustedProfile,
    Optional<PasswordSpec> password,
    Optional<Ref> image,
    Optional<CatalogOfferingSpec> catalogOffering,
    Optional<String> placementGroup,
    Optional<SchedulingSpec> scheduling,
    Optional<String> status,
    Optional<String> lifecycleState,
    Optional<String> healthState,
    Optional<Boolean> startable,
    Optional<HardwareSpec> hardware,
    List<InterfaceSpec> networkInterfaces,
    List<VolumeSpec> volumes,
    List<SoftwareSpec> software,
    List<ClusterNetworkSpec> clusterNetworks) {

  /// How it is given to cloud-init.
  ///
  /// @param seed whether it may be read without a token; left out, it stays as it is
  public record CloudInitSpec(Optional<Boolean> seed, Optional<String> vendorData) {}

  /// The profile that an IAM token is for when the request names none.
  ///
  /// @param target name of a trusted profile of the same account
  public record DefaultProfileSpec(String target, Optional<Boolean> autoLink) {}

  /// A Windows administrator's password, encrypted under an SSH key.
  public record PasswordSpec(String encryptedPassword, String key) {}

  /// CRNs of the catalogue version and plan.
  public record CatalogOfferingSpec(Optional<String> version, Optional<String> plan) {}

  /// Where and how long it runs.
  public record SchedulingSpec(
      Optional<String> availabilityClass,
      Optional<String> hostFailure,
      Optional<String> preemption,
      Optional<Ref> dedicatedHost,
      Optional<Ref> reservation,
      Optional<String> reservationAffinity) {}

  /// What differs from the hardware that the profile's name stands for.
  public record HardwareSpec(
      Optional<Integer> memory,
      Optional<VcpuSpec> vcpu,
      Optional<Integer> bandwidth,
      Optional<Integer> totalNetworkBandwidth,
      Optional<Integer> totalVolumeBandwidth,
      Optional<String> volumeBandwidthQosMode,
      Optional<Integer> numaCount,
      Optional<Integer> threadsPerCore,
      Optional<Boolean> enableSecureBoot,
      Optional<String> confidentialComputeMode,
      Optional<GpuSpec> gpu,
      List<DiskSpec> disks) {}

  /// Virtual processors.
  public record VcpuSpec(
      Optional<Integer> count,
      Optional<String> architecture,
      Optional<String> manufacturer,
      Optional<Integer> percentage,
      Optional<Integer> burstLimit) {}

  /// Graphics processors; `memory` in GiB.
  public record GpuSpec(int count, String manufacturer, int memory, String model) {}

  /// A disk of the host; `size` in GB.
  public record DiskSpec(String name, int size, Optional<String> interfaceType) {}

  /// A volume attachment.
  public record VolumeSpec(
      String name,
      Optional<Ref> volume,
      Optional<String> type,
      Optional<String> device,
      Optional<Integer> bandwidth,
      Optional<Boolean> deleteVolumeOnInstanceDelete,
      Optional<String> status) {}

  /// Licensed software that came with the instance.
  public record SoftwareSpec(
      String name,
      Optional<CatalogOfferingSpec> catalogOffering,
      Optional<String> offeringInstance,
      List<LicenseSpec> licenses,
      Optional<String> lifecycleState) {}

  /// One licence; without `key` it was not obtained yet.
  public record LicenseSpec(String sku, Optional<String> key) {
    @Override
    public String toString() {
      return "LicenseSpec[sku=" + sku + "]";
    }
  }

  /// A place in a cluster network.
  public record ClusterNetworkSpec(
      String name,
      Ref clusterNetwork,
      Optional<Ref> clusterNetworkInterface,
      Optional<String> lifecycleState) {}
}
