package io.sekisho.metadata;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.sekisho.vpc.ClusterNetworkAttachment;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.SoftwareAttachment;
import io.sekisho.vpc.VolumeAttachment;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every path there is below `/metadata/v1`.
///
/// The actions are the names of IBM Cloud's activity tracking events. IBM lists none for network
/// attachments, cluster network attachments and virtual network interfaces: theirs follow the
/// pattern of the others.
final class Catalogue {
  private static final Map<String, Route.Single> SINGLES =
      Map.of(
          "/instance",
          new Route.Single("is.metadata.instance.read", InstanceDocument::of),
          "/instance/initialization",
          new Route.Single(
              "is.metadata.instance.initialization", InitializationDocuments::initialization));

  private static final Shelf<NetworkInterface> NETWORK_INTERFACES =
      new Shelf<>(
          "/instance/network_interfaces",
          "is.metadata.instance-network-interface.list",
          "is.metadata.instance-network-interface.get",
          false,
          view -> view.instance().interfaces(),
          NetworkInterface::id,
          InterfaceDocuments::networkInterface);

  private static final Shelf<NetworkInterface> NETWORK_ATTACHMENTS =
      new Shelf<>(
          "/instance/network_attachments",
          "is.metadata.instance-network-attachment.list",
          "is.metadata.instance-network-attachment.get",
          false,
          View::attachments,
          NetworkInterface::id,
          InterfaceDocuments::networkAttachment);

  private static final Shelf<NetworkInterface> VIRTUAL_NETWORK_INTERFACES =
      new Shelf<>(
          "/virtual_network_interfaces",
          "is.metadata.instance-virtual-network-interface.list",
          "is.metadata.instance-virtual-network-interface.get",
          true,
          View::attachments,
          nic -> nic.virtualNetworkInterface().id(),
          InterfaceDocuments::virtualNetworkInterface);

  private static final Shelf<VolumeAttachment> VOLUME_ATTACHMENTS =
      new Shelf<>(
          "/instance/volume_attachments",
          "is.metadata.instance-volume-attachment.list",
          "is.metadata.instance-volume-attachment.get",
          false,
          view -> view.instance().volumes(),
          VolumeAttachment::id,
          (_, volume) -> PartDocuments.volume(volume));

  private static final Shelf<ClusterNetworkAttachment> CLUSTER_NETWORK_ATTACHMENTS =
      new Shelf<>(
          "/instance/cluster_network_attachments",
          "is.metadata.instance-cluster-network-attachment.list",
          "is.metadata.instance-cluster-network-attachment.get",
          true,
          view -> view.instance().clusterNetworks(),
          ClusterNetworkAttachment::id,
          PartDocuments::clusterNetwork);

  private static final Shelf<SoftwareAttachment> SOFTWARE_ATTACHMENTS =
      new Shelf<>(
          "/instance/software_attachments",
          "is.metadata.instance-software-attachment.list",
          "is.metadata.instance-software-attachment.read",
          false,
          view -> view.instance().software(),
          SoftwareAttachment::id,
          PartDocuments::software);

  private static final Shelf<Key> KEYS =
      new Shelf<>(
          "/keys",
          "is.metadata.instance-key.list",
          "is.metadata.instance-key.get",
          false,
          view -> view.subject().keys(),
          Key::id,
          (_, key) -> InitializationDocuments.key(key));

  private static final Shelf<PlacementGroup> PLACEMENT_GROUPS =
      new Shelf<>(
          "/placement_groups",
          "is.metadata.instance-placement-group.list",
          "is.metadata.instance-placement-group.get",
          true,
          view -> view.subject().placementGroup().stream().toList(),
          PlacementGroup::id,
          (_, group) -> PlacementDocuments.placementGroup(group));

  private static final Map<String, Shelf<?>> SHELVES =
      Stream.<Shelf<?>>of(
              NETWORK_INTERFACES,
              NETWORK_ATTACHMENTS,
              VIRTUAL_NETWORK_INTERFACES,
              VOLUME_ATTACHMENTS,
              CLUSTER_NETWORK_ATTACHMENTS,
              SOFTWARE_ATTACHMENTS,
              KEYS,
              PLACEMENT_GROUPS)
          .collect(toUnmodifiableMap(Shelf::path, identity()));

  private Catalogue() {}

  static Optional<Route> route(String path) {
    Optional<Route> whole = Optional.ofNullable(SINGLES.get(path));
    return whole.or(() -> listing(path)).or(() -> entry(path));
  }

  private static Optional<Route> listing(String path) {
    return Optional.ofNullable(SHELVES.get(path)).map(Route.Listing::new);
  }

  private static Optional<Route> entry(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0 || slash == path.length() - 1) {
      return Optional.empty();
    }
    return Optional.ofNullable(SHELVES.get(path.substring(0, slash)))
        .map(shelf -> new Route.Entry(shelf, path.substring(slash + 1)));
  }
}
