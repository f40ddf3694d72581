package io.sekisho.vpc;

import io.sekisho.iam.ComputeType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A virtual server instance.
///
/// @param image the image it was made from
/// @param catalogOffering the catalogue version and plan it was made from
/// @param volumes its volume attachments, the boot volume first
public record Instance(
    Identity identity,
    String vpc,
    String zone,
    MetadataService metadataService,
    long tokenGeneration,
    Lifecycle lifecycle,
    Hardware hardware,
    Scheduling scheduling,
    Optional<Reference> image,
    Optional<CatalogOffering> catalogOffering,
    Initialization initialization,
    List<NetworkInterface> interfaces,
    List<VolumeAttachment> volumes,
    List<SoftwareAttachment> software,
    List<ClusterNetworkAttachment> clusterNetworks)
    implements Compute {
  public Instance {
    interfaces = List.copyOf(interfaces);
    volumes = List.copyOf(volumes);
    software = List.copyOf(software);
    clusterNetworks = List.copyOf(clusterNetworks);
  }

  @Override
  public Set<String> needs() {
    Set<String> all = new HashSet<>(Compute.super.needs());
    scheduling.placementGroup().ifPresent(all::add);
    volumes.forEach(it -> all.add(it.volume().id()));
    return all;
  }

  @Override
  public Instance with(List<NetworkInterface> others) {
    return new Instance(
        identity,
        vpc,
        zone,
        metadataService,
        tokenGeneration,
        lifecycle,
        hardware,
        scheduling,
        image,
        catalogOffering,
        initialization,
        others,
        volumes,
        software,
        clusterNetworks);
  }

  @Override
  public ComputeType type() {
    return ComputeType.VSI;
  }

  @Override
  public String profile() {
    return hardware.profile();
  }

  @Override
  public boolean running() {
    return lifecycle.running();
  }

  /// What instances are to be made like.
  ///
  /// @param prototype all that was said of them, as JSON, but for name and resource group: those
  ///   are the template's own
  public record Template(Identity identity, String prototype) implements Resource {

    /// Without the prototype: user data may be a secret.
    @Override
    public String toString() {
      return "Template[" + identity + "]";
    }
  }

  /// Where in its life it is.
  ///
  /// @param status `running`, `stopped`, …
  /// @param lifecycleState `stable`, `updating`, …
  /// @param healthState `ok`, `degraded`, `faulted` or `inapplicable`
  public record Lifecycle(
      String status, String lifecycleState, String healthState, boolean startable) {
    public static final Lifecycle RUNNING = new Lifecycle("running", "stable", "ok", true);

    private static final Set<String> ON = Set.of("running", "starting", "stopping", "restarting");

    /// Whether it is on, if only for a moment more.
    boolean running() {
      return ON.contains(status);
    }

    /// The same in another status.
    public Lifecycle in(String other) {
      return new Lifecycle(other, lifecycleState, healthState, startable);
    }
  }

  /// Where and how long it runs.
  ///
  /// @param availabilityClass `standard` or `spot`
  /// @param hostFailure `restart` or `stop`
  /// @param preemption `stop` or `delete`
  /// @param placementGroup the id of its placement group
  /// @param reservationAffinity `automatic`, `disabled` or `manual`
  public record Scheduling(
      String availabilityClass,
      String hostFailure,
      String preemption,
      Optional<String> placementGroup,
      Optional<Reference> dedicatedHost,
      Optional<Reference> reservation,
      String reservationAffinity) {
    public static final Scheduling STANDARD =
        new Scheduling(
            "standard",
            "restart",
            "stop",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "automatic");
  }

  /// A catalogue offering's version and plan, by CRN.
  public record CatalogOffering(Optional<String> version, Optional<String> plan) {}
}
