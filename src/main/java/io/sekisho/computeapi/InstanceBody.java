package io.sekisho.computeapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sekisho.estate.Holdings;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Instance.CatalogOffering;
import io.sekisho.vpc.Instance.Scheduling;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.VolumeAttachment;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Mention;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An instance as IBM shows one. The reasons are always empty: nothing in the model observes any.
record InstanceBody(
    Availability availability,
    AvailabilityPolicy availabilityPolicy,
    int bandwidth,
    Optional<Attached> bootVolumeAttachment,
    Optional<Offering> catalogOffering,
    Optional<Named> clusterNetwork,
    List<Named> clusterNetworkAttachments,
    String confidentialComputeMode,
    Instant createdAt,
    String crn,
    Optional<Named> dedicatedHost,
    List<Disk> disks,
    boolean enableSecureBoot,
    Optional<Hardware.Gpu> gpu,
    List<String> healthReasons,
    String healthState,
    String href,
    String id,
    Optional<Mention> image,
    List<String> lifecycleReasons,
    String lifecycleState,
    int memory,
    Service metadataService,
    String name,
    List<NicReference> networkAttachments,
    List<NicReference> networkInterfaces,
    int numaCount,
    Optional<Named> placementTarget,
    Optional<NicReference> primaryNetworkAttachment,
    Optional<NicReference> primaryNetworkInterface,
    Profile profile,
    Optional<Named> reservation,
    Affinity reservationAffinity,
    Named.Group resourceGroup,
    String resourceType,
    boolean startable,
    String status,
    List<String> statusReasons,
    int totalNetworkBandwidth,
    int totalVolumeBandwidth,
    Vcpu vcpu,
    List<Attached> volumeAttachments,
    String volumeBandwidthQosMode,
    Named vpc,
    Named.Zone zone) {
  static final String ALL = "/instances";

  record Availability(@JsonProperty("class") String kind) {}

  record AvailabilityPolicy(String hostFailure, String preemption) {}

  record Crn(String crn) {}

  record Offering(Optional<Crn> plan, Optional<Crn> version) {}

  record Affinity(String policy, List<Named> pool) {}

  record Profile(String href, String name, String resourceType) {}

  record Burst(int limit) {}

  record Vcpu(
      String architecture, Optional<Burst> burst, int count, String manufacturer, int percentage) {}

  /// Its metadata service.
  record Service(boolean enabled, String protocol, int responseHopLimit) {
    static Service of(MetadataService it) {
      return new Service(
          it.enabled(), it.protocol().name().toLowerCase(Locale.ROOT), it.responseHopLimit());
    }
  }

  /// A disk of its host.
  record Disk(
      Instant createdAt,
      String href,
      String id,
      String interfaceType,
      String name,
      String resourceType,
      int size) {
    static Disk of(Request request, Instance instance, Hardware.Disk it) {
      return new Disk(
          it.createdAt(),
          request.href(ALL + "/" + instance.id() + "/disks/" + it.id()),
          it.id(),
          it.interfaceType(),
          it.name(),
          "instance_disk",
          it.size());
    }
  }

  record Device(String id) {}

  /// A volume attachment, as an instance names it.
  record Attached(Optional<Device> device, String href, String id, String name, Named volume) {
    static Attached of(Request request, Instance instance, VolumeAttachment it) {
      return new Attached(
          Optional.of(new Device(it.device())).filter(_ -> it.status().equals("attached")),
          request.href(ALL + "/" + instance.id() + "/volume_attachments/" + it.id()),
          it.id(),
          it.name(),
          Named.of(request, "/volumes", it.volume()).typed("volume"));
    }
  }

  static InstanceBody of(Request request, Holdings holdings, Instance it) {
    Nics nics = Nics.of(request, holdings, ALL + "/" + it.id(), it.interfaces());
    return new Seen(request, holdings, it, nics).body();
  }

  /// An instance, and who looks at it.
  private record Seen(Request request, Holdings holdings, Instance it, Nics nics) {
    InstanceBody body() {
      return new InstanceBody(
          new Availability(scheduling().availabilityClass()),
          new AvailabilityPolicy(scheduling().hostFailure(), scheduling().preemption()),
          hardware().bandwidth(),
          volumes().stream().findFirst(),
          it.catalogOffering().map(Seen::offering),
          clusterNetwork(),
          clusterNetworks(),
          hardware().confidentialComputeMode(),
          it.identity().createdAt(),
          it.identity().crn().toString(),
          scheduling().dedicatedHost().map(each -> ref("/dedicated_hosts", each)),
          hardware().disks().stream().map(each -> Disk.of(request, it, each)).toList(),
          hardware().enableSecureBoot(),
          hardware().gpu(),
          List.of(),
          it.lifecycle().healthState(),
          request.href(ALL + "/" + it.id()),
          it.id(),
          it.image().map(each -> Mention.image(request, holdings, each)),
          List.of(),
          it.lifecycle().lifecycleState(),
          hardware().memory(),
          Service.of(it.metadataService()),
          it.name(),
          nics.attachments(),
          nics.interfaces(),
          hardware().numaCount(),
          target(),
          nics.attachments().stream().findFirst(),
          nics.interfaces().stream().findFirst(),
          profile(),
          scheduling().reservation().map(each -> ref("/reservations", each)),
          new Affinity(scheduling().reservationAffinity(), List.of()),
          Named.Group.of(request, holdings, it),
          "instance",
          it.lifecycle().startable(),
          it.lifecycle().status(),
          List.of(),
          hardware().networkBandwidth(),
          hardware().volumeBandwidth(),
          vcpu(),
          volumes(),
          hardware().volumeBandwidthQosMode(),
          Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"),
          Named.Zone.of(request, it.zone()));
    }

    private Hardware hardware() {
      return it.hardware();
    }

    private Scheduling scheduling() {
      return it.scheduling();
    }

    private Named ref(String path, Reference other) {
      return Named.of(request, path, other).typed(other.resourceType());
    }

    private static Offering offering(CatalogOffering it) {
      return new Offering(it.plan().map(Crn::new), it.version().map(Crn::new));
    }

    private List<Attached> volumes() {
      return it.volumes().stream().map(each -> Attached.of(request, it, each)).toList();
    }

    private Optional<Named> clusterNetwork() {
      return it.clusterNetworks().stream()
          .findFirst()
          .map(each -> ref("/cluster_networks", each.clusterNetwork()));
    }

    private List<Named> clusterNetworks() {
      String path = ALL + "/" + it.id() + "/cluster_network_attachments/";
      return it.clusterNetworks().stream()
          .map(
              each ->
                  new Named(
                      Optional.empty(),
                      request.href(path + each.id()),
                      each.id(),
                      each.name(),
                      Optional.of("instance_cluster_network_attachment")))
          .toList();
    }

    private Optional<Named> target() {
      return scheduling()
          .placementGroup()
          .map(id -> holdings.get(PlacementGroup.class, id))
          .map(each -> Named.of(request, PlacementGroupRoutes.ALL, each).typed("placement_group"))
          .or(() -> scheduling().dedicatedHost().map(each -> ref("/dedicated_hosts", each)));
    }

    private Profile profile() {
      String name = it.profile();
      return new Profile(request.href("/instance/profiles/" + name), name, "instance_profile");
    }

    private Vcpu vcpu() {
      Hardware.Vcpu own = hardware().vcpu();
      return new Vcpu(
          own.architecture(),
          own.burstLimit().map(Burst::new),
          own.count(),
          own.manufacturer(),
          own.percentage());
    }
  }
}
