package io.sekisho.metadata;

import io.sekisho.vpc.ClusterNetworkAttachment;
import io.sekisho.vpc.Instance.CatalogOffering;
import io.sekisho.vpc.SoftwareAttachment;
import io.sekisho.vpc.SoftwareAttachment.License;
import io.sekisho.vpc.VolumeAttachment;
import java.util.List;
import java.util.Optional;

/// What hangs on an instance beside its interfaces: volumes, software, cluster networks.
final class PartDocuments {
  private PartDocuments() {}

  static Members volume(VolumeAttachment attachment) {
    return volumeReference(attachment)
        .with("bandwidth", attachment.bandwidth())
        .with("created_at", attachment.createdAt())
        .with("delete_volume_on_instance_delete", attachment.deleteVolumeOnInstanceDelete())
        .with("status", attachment.status())
        .with("type", attachment.type());
  }

  static Members volumeReference(VolumeAttachment attachment) {
    return new Members()
        .with("device", new Members().with("id", attachment.device()))
        .with("id", attachment.id())
        .with("name", attachment.name())
        .with("volume", References.to(attachment.volume()));
  }

  /// Has the licence keys: the one place where they leave the service.
  static Members software(View view, SoftwareAttachment attachment) {
    return softwareReference(view, attachment)
        .maybe("catalog_offering", offering(attachment.catalogOffering()))
        .with("created_at", attachment.createdAt())
        .maybe("entitlement", entitlement(attachment))
        .with("lifecycle_reasons", List.of())
        .with("lifecycle_state", attachment.lifecycleState())
        .maybe("offering_instance", attachment.offeringInstance().map(PartDocuments::crn));
  }

  /// The only part that IBM documents with a link to itself.
  static Members softwareReference(View view, SoftwareAttachment attachment) {
    return References.child(attachment.id(), attachment.name(), "instance_software_attachment")
        .with("href", view.href("/instance/software_attachments/" + attachment.id()));
  }

  static Optional<Members> offering(CatalogOffering offering) {
    Members known =
        new Members()
            .maybe("plan", offering.plan().map(PartDocuments::crn))
            .maybe("version", offering.version().map(PartDocuments::crn));
    return Optional.of(known).filter(members -> !members.all().isEmpty());
  }

  static Members clusterNetwork(View view, ClusterNetworkAttachment attachment) {
    return clusterNetworkReference(attachment)
        .maybe("before", follower(view, attachment).map(PartDocuments::clusterNetworkReference))
        .with("cluster_network_interface", References.to(attachment.clusterNetworkInterface()))
        .with("lifecycle_reasons", List.of())
        .with("lifecycle_state", attachment.lifecycleState());
  }

  static Members clusterNetworkReference(ClusterNetworkAttachment attachment) {
    return References.child(
        attachment.id(), attachment.name(), "instance_cluster_network_attachment");
  }

  /// The attachment that this one comes before.
  private static Optional<ClusterNetworkAttachment> follower(
      View view, ClusterNetworkAttachment attachment) {
    List<ClusterNetworkAttachment> all = view.instance().clusterNetworks();
    int next = all.indexOf(attachment) + 1;
    return next < all.size() ? Optional.of(all.get(next)) : Optional.empty();
  }

  private static Optional<Members> entitlement(SoftwareAttachment attachment) {
    List<Members> licensed = attachment.licenses().stream().map(PartDocuments::license).toList();
    return licensed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Members().with("licensed_software", licensed));
  }

  private static Members license(License license) {
    return new Members().maybe("key", license.key()).with("sku", license.sku());
  }

  private static Members crn(String crn) {
    return new Members().with("crn", crn);
  }
}
