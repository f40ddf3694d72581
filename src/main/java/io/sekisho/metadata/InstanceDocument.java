package io.sekisho.metadata;

import io.sekisho.vpc.ClusterNetworkAttachment;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Instance.Lifecycle;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.VolumeAttachment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The instance as a whole.
final class InstanceDocument {
  private InstanceDocument() {}

  static Members of(View view) {
    Instance instance = view.instance();
    return References.to(instance.identity(), "instance")
        .maybe("catalog_offering", instance.catalogOffering().flatMap(PartDocuments::offering))
        .with("created_at", instance.identity().createdAt())
        .maybe("image", instance.image().map(References::to))
        .with("metadata_service", metadataService(instance.metadataService()))
        .with("vpc", References.to(view.subject().vpc().reference()))
        .with("zone", new Members().with("name", instance.zone()))
        .and(lifecycle(instance.lifecycle()))
        .and(HardwareMembers.of(instance.hardware()))
        .and(PlacementDocuments.ofInstance(view))
        .and(interfaces(view))
        .and(clusterNetworks(instance.clusterNetworks()))
        .and(volumes(instance.volumes()))
        .with(
            "software_attachments",
            instance.software().stream()
                .map(software -> PartDocuments.softwareReference(view, software))
                .toList());
  }

  private static Members metadataService(MetadataService service) {
    return new Members()
        .with("enabled", service.enabled())
        .with("protocol", service.protocol().name().toLowerCase(Locale.ROOT))
        .with("response_hop_limit", service.responseHopLimit());
  }

  /// The reasons are always empty: nothing in the model observes any.
  private static Members lifecycle(Lifecycle lifecycle) {
    return new Members()
        .with("health_reasons", List.of())
        .with("health_state", lifecycle.healthState())
        .with("lifecycle_reasons", List.of())
        .with("lifecycle_state", lifecycle.lifecycleState())
        .with("startable", lifecycle.startable())
        .with("status", lifecycle.status())
        .with("status_reasons", List.of());
  }

  private static Members interfaces(View view) {
    List<NetworkInterface> all = view.instance().interfaces();
    List<Members> old =
        all.stream().map(nic -> InterfaceDocuments.networkInterfaceReference(view, nic)).toList();
    List<Members> attachments =
        view.attachments().stream()
            .map(nic -> InterfaceDocuments.networkAttachmentReference(view, nic))
            .toList();
    return new Members()
        .with("network_attachments", attachments)
        .with("network_interfaces", old)
        .maybe("primary_network_attachment", attachments.stream().findFirst())
        .maybe("primary_network_interface", old.stream().findFirst());
  }

  private static Members clusterNetworks(List<ClusterNetworkAttachment> attachments) {
    if (attachments.isEmpty()) {
      return new Members();
    }
    return new Members()
        .with("cluster_network", References.to(attachments.getFirst().clusterNetwork()))
        .with(
            "cluster_network_attachments",
            attachments.stream().map(PartDocuments::clusterNetworkReference).toList());
  }

  private static Members volumes(List<VolumeAttachment> attachments) {
    Optional<VolumeAttachment> boot =
        attachments.stream().filter(volume -> volume.type().equals("boot")).findFirst();
    return new Members()
        .maybe("boot_volume_attachment", boot.map(PartDocuments::volumeReference))
        .with(
            "volume_attachments",
            attachments.stream().map(PartDocuments::volumeReference).toList());
  }
}
