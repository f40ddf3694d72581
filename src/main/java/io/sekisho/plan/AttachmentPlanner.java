package io.sekisho.plan;

import io.sekisho.vpc.ClusterNetworkAttachment;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Instance.CatalogOffering;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.SoftwareAttachment;
import io.sekisho.vpc.SoftwareAttachment.License;
import io.sekisho.vpc.VolumeAttachment;
import io.sekisho.wire.InstanceSpec;
import io.sekisho.wire.InstanceSpec.CatalogOfferingSpec;
import io.sekisho.wire.InstanceSpec.ClusterNetworkSpec;
import io.sekisho.wire.InstanceSpec.SoftwareSpec;
import io.sekisho.wire.InstanceSpec.VolumeSpec;
import io.sekisho.wire.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Plans what hangs on an instance besides its interfaces: volumes, software, cluster networks.
final class AttachmentPlanner {
  private static final String BOOT = "boot";
  private static final VolumeSpec BOOT_VOLUME =
      new VolumeSpec(
          BOOT,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Scope scope;
  private final Site site;
  private final Optional<Instance> before;

  AttachmentPlanner(Scope scope, Site site, Optional<Instance> before) {
    this.scope = scope;
    this.site = site;
    this.before = before;
  }

  /// The volumes, the boot volume first.
  List<VolumeAttachment> volumes(InstanceSpec spec, int bandwidth) {
    List<VolumeSpec> specs = spec.volumes().isEmpty() ? List.of(BOOT_VOLUME) : spec.volumes();
    unique(specs, VolumeSpec::name, ".volumes");
    boolean said = specs.stream().anyMatch(each -> each.type().filter(BOOT::equals).isPresent());
    List<VolumeAttachment> all = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      String type = specs.get(i).type().orElse(i == 0 && !said ? BOOT : "data");
      all.add(volume(specs.get(i), type, bandwidth));
    }
    if (all.stream().filter(each -> each.type().equals(BOOT)).count() != 1) {
      scope.wrong(site.path() + ".volumes", "has to have exactly one of type boot.");
    }
    all.sort(Comparator.comparing(each -> !each.type().equals(BOOT)));
    return all;
  }

  private VolumeAttachment volume(VolumeSpec spec, String type, int bandwidth) {
    Optional<VolumeAttachment> same = same(Instance::volumes, VolumeAttachment::name, spec.name());
    String id = same.map(VolumeAttachment::id).orElseGet(this::zonal);
    return new VolumeAttachment(
        id,
        spec.name(),
        spec.device().orElseGet(() -> device(id)),
        spec.volume()
            .map(this::volumeElsewhere)
            .or(() -> same.map(VolumeAttachment::volume))
            .orElseGet(() -> ownVolume(spec)),
        spec.bandwidth().orElse(bandwidth),
        spec.deleteVolumeOnInstanceDelete().orElse(type.equals(BOOT)),
        spec.status().orElse("attached"),
        type,
        same.map(VolumeAttachment::createdAt).orElse(scope.minter.now()));
  }

  private Reference volumeElsewhere(Ref ref) {
    return elsewhere(ref, "volume");
  }

  private Reference ownVolume(VolumeSpec spec) {
    return scope.minter.reference(
        zonal(), "volume", site.zone(), scope.account, site.name() + "-" + spec.name());
  }

  /// IBM's form: the attachment's id and a few characters more.
  private static String device(String id) {
    return id + "-" + id.substring(id.length() - 5);
  }

  List<SoftwareAttachment> software(InstanceSpec spec) {
    unique(spec.software(), SoftwareSpec::name, ".software");
    return spec.software().stream().map(this::software).toList();
  }

  private SoftwareAttachment software(SoftwareSpec spec) {
    Optional<SoftwareAttachment> same =
        same(Instance::software, SoftwareAttachment::name, spec.name());
    return new SoftwareAttachment(
        same.map(SoftwareAttachment::id).orElseGet(() -> scope.minter.uuid().toString()),
        spec.name(),
        spec.catalogOffering()
            .map(AttachmentPlanner::offering)
            .orElse(new CatalogOffering(Optional.empty(), Optional.empty())),
        spec.offeringInstance(),
        spec.licenses().stream().map(each -> new License(each.sku(), each.key())).toList(),
        spec.lifecycleState().orElse("stable"),
        same.map(SoftwareAttachment::createdAt).orElse(scope.minter.now()));
  }

  static CatalogOffering offering(CatalogOfferingSpec spec) {
    return new CatalogOffering(spec.version(), spec.plan());
  }

  List<ClusterNetworkAttachment> clusterNetworks(InstanceSpec spec) {
    unique(spec.clusterNetworks(), ClusterNetworkSpec::name, ".cluster_networks");
    return spec.clusterNetworks().stream().map(this::clusterNetwork).toList();
  }

  private ClusterNetworkAttachment clusterNetwork(ClusterNetworkSpec spec) {
    Optional<ClusterNetworkAttachment> same =
        same(Instance::clusterNetworks, ClusterNetworkAttachment::name, spec.name());
    Ref nic =
        spec.clusterNetworkInterface().orElseGet(() -> Ref.named(site.name() + "-" + spec.name()));
    return new ClusterNetworkAttachment(
        same.map(ClusterNetworkAttachment::id).orElseGet(this::zonal),
        spec.name(),
        elsewhere(spec.clusterNetwork(), "cluster-network"),
        elsewhere(nic, "cluster-network-interface"),
        spec.lifecycleState().orElse("stable"));
  }

  private <S> void unique(List<S> specs, Function<S, String> name, String member) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < specs.size(); i++) {
      String its = name.apply(specs.get(i));
      if (!names.add(its)) {
        String path = site.path() + member + "[" + i + "]";
        scope.wrong(path, "is named " + its + ", and so is another one; rename one of them.");
      }
    }
  }

  private <T> Optional<T> same(
      Function<Instance, List<T>> all, Function<T, String> nameOf, String name) {
    return before.stream()
        .flatMap(instance -> all.apply(instance).stream())
        .filter(each -> nameOf.apply(each).equals(name))
        .findFirst();
  }

  private Reference elsewhere(Ref ref, String type) {
    return scope.elsewhere(ref, type, site.vpc().region());
  }

  private String zonal() {
    return scope.minter.zonal(site.zone());
  }
}
