package io.sekisho.plan;

import io.sekisho.catalog.DeclaredVolumes;
import io.sekisho.catalog.Image;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.mint.HardwareProfile;
import io.sekisho.plan.Scope.Named;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Compute.DefaultTrustedProfile;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Compute.Password;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Instance.Lifecycle;
import io.sekisho.vpc.Instance.Scheduling;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Reference;
import io.sekisho.wire.BareMetalServerSpec;
import io.sekisho.wire.InstanceSpec;
import io.sekisho.wire.InstanceSpec.CloudInitSpec;
import io.sekisho.wire.InstanceSpec.DefaultProfileSpec;
import io.sekisho.wire.InstanceSpec.PasswordSpec;
import io.sekisho.wire.InstanceSpec.SchedulingSpec;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plans instances and bare metal servers on sites that were found for them.
final class ComputePlanner {
  static final String COMPUTE = "instance or bare metal server";
  private static final String DEFAULT_METAL = "bx2-metal-96x384";

  private static final SchedulingSpec ANYHOW =
      new SchedulingSpec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Scope scope;
  private final InterfacePlanner interfaces;
  private final HardwarePlanner hardware;

  ComputePlanner(Scope scope, InterfacePlanner interfaces) {
    this.scope = scope;
    this.interfaces = interfaces;
    this.hardware = new HardwarePlanner(scope);
  }

  /// @param found the site; without one only what the declaration refers to is judged
  void instance(InstanceSpec spec, Optional<Site> found, String path) {
    Initialization given =
        initialization(
            new Given(
                spec.keys(),
                spec.userData(),
                spec.defaultTrustedProfile(),
                spec.password(),
                spec.cloudInit()),
            found.flatMap(Site::before),
            path);
    Optional<String> group = placementGroup(spec, path);
    Optional<HardwareProfile> size = hardware.profile(spec, before(found), path);
    if (found.isEmpty() || size.isEmpty() || taken(found.get(), BareMetalServer.class)) {
      return;
    }
    Site site = found.get();
    Hardware parts = hardware.hardware(spec, size.get(), before(found), site.zone());
    AttachmentPlanner attachments = new AttachmentPlanner(scope, site, before(found));
    Instance instance =
        new Instance(
            identity(site, "instance", spec.resourceGroup()),
            site.vpc().id(),
            site.zone(),
            metadataService(spec.metadataService(), site),
            site.before().map(Compute::tokenGeneration).orElse(0L),
            lifecycle(spec),
            parts,
            scheduling(spec, site, group),
            spec.image().map(image -> image(image, site)),
            spec.catalogOffering().map(AttachmentPlanner::offering),
            given,
            interfaces.interfaces(site),
            attachments.volumes(spec, parts.volumeBandwidth()),
            attachments.software(spec),
            attachments.clusterNetworks(spec));
    scope.put(scope.draft.computes, instance);
    DeclaredVolumes.of(instance, scope.draft::other).forEach(scope.draft::put);
  }

  /// @param found the site; without one only what the declaration refers to is judged
  void bareMetalServer(BareMetalServerSpec spec, Optional<Site> found, String path) {
    Initialization given =
        initialization(
            new Given(
                spec.keys(),
                spec.userData(),
                spec.defaultTrustedProfile(),
                spec.password(),
                spec.cloudInit()),
            found.flatMap(Site::before),
            path);
    if (found.isEmpty() || taken(found.get(), Instance.class)) {
      return;
    }
    Site site = found.get();
    Optional<Compute> before = site.before();
    scope.put(
        scope.draft.computes,
        new BareMetalServer(
            identity(site, "bare-metal-server", spec.resourceGroup()),
            site.vpc().id(),
            site.zone(),
            spec.profile().or(() -> before.map(Compute::profile)).orElse(DEFAULT_METAL),
            metadataService(spec.metadataService(), site),
            before.map(Compute::tokenGeneration).orElse(0L),
            given,
            interfaces.interfaces(site),
            before
                .filter(BareMetalServer.class::isInstance)
                .flatMap(it -> ((BareMetalServer) it).machine())));
  }

  private static Optional<Instance> before(Optional<Site> site) {
    return site.flatMap(Site::before).filter(Instance.class::isInstance).map(Instance.class::cast);
  }

  /// Whether the name belongs to a compute resource of the other kind.
  private boolean taken(Site site, Class<? extends Compute> other) {
    boolean taken = site.before().filter(other::isInstance).isPresent();
    if (taken) {
      scope.wrong(
          site.path() + ".name",
          "is %s, the name of %s; delete that first, or choose another name."
              .formatted(
                  site.name(), other == Instance.class ? "an instance" : "a bare metal server"));
    }
    return taken;
  }

  private Identity identity(Site site, String type, Optional<String> group) {
    return scope.identity(
        site.before().map(Compute::identity),
        type,
        site.zone(),
        new Named(site.name(), group, site.path()),
        scope.minter.instance(site.zone()));
  }

  private static MetadataService metadataService(
      Optional<MetadataServiceSettings> settings, Site site) {
    MetadataService before =
        site.before().map(Compute::metadataService).orElse(MetadataService.OFF);
    return settings.map(changes -> Edits.changed(before, changes)).orElse(before);
  }

  private static Lifecycle lifecycle(InstanceSpec spec) {
    return new Lifecycle(
        spec.status().orElse("running"),
        spec.lifecycleState().orElse("stable"),
        spec.healthState().orElse("ok"),
        spec.startable().orElse(true));
  }

  private Optional<String> placementGroup(InstanceSpec spec, String path) {
    String at = path + ".placement_group";
    return spec.placementGroup()
        .flatMap(
            name -> scope.refer(scope.draft.placementGroups, KeyPlanner.PLACEMENT_GROUP, name, at))
        .map(PlacementGroup::id);
  }

  private Scheduling scheduling(InstanceSpec spec, Site site, Optional<String> group) {
    SchedulingSpec said = spec.scheduling().orElse(ANYHOW);
    return new Scheduling(
        said.availabilityClass().orElse("standard"),
        said.hostFailure().orElse("restart"),
        said.preemption().orElse("stop"),
        group,
        said.dedicatedHost().map(host -> elsewhere(host, "dedicated-host", site)),
        said.reservation().map(reservation -> elsewhere(reservation, "reservation", site)),
        said.reservationAffinity().orElse("automatic"));
  }

  /// What a compute resource is given when it is made.
  private record Given(
      List<String> keys,
      Optional<String> userData,
      Optional<DefaultProfileSpec> defaultTrustedProfile,
      Optional<PasswordSpec> password,
      Optional<CloudInitSpec> cloudInit) {}

  private Initialization initialization(Given given, Optional<Compute> before, String path) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < given.keys().size(); i++) {
      key(given.keys().get(i), path + ".keys[" + i + "]").ifPresent(keys::add);
    }
    return new Initialization(
        keys,
        given.userData(),
        given.defaultTrustedProfile().flatMap(spec -> defaultProfile(spec, path)),
        given.password().flatMap(spec -> password(spec, path)),
        given.cloudInit().flatMap(CloudInitSpec::vendorData),
        seedSecret(given.cloudInit(), before));
  }

  /// A switch: what is left out stays.
  private Optional<String> seedSecret(Optional<CloudInitSpec> spec, Optional<Compute> before) {
    Optional<String> now = before.flatMap(it -> it.initialization().seedSecret());
    boolean on = spec.flatMap(CloudInitSpec::seed).orElse(now.isPresent());
    return Edits.seedSecret(now, on, scope.minter::uuid);
  }

  private Optional<DefaultTrustedProfile> defaultProfile(DefaultProfileSpec spec, String path) {
    return scope
        .refer(
            scope.draft.profiles,
            ProfilePlanner.PROFILE,
            spec.target(),
            path + ".default_trusted_profile.target")
        .map(
            profile -> new DefaultTrustedProfile(spec.autoLink().orElse(true), reference(profile)));
  }

  private Optional<Password> password(PasswordSpec spec, String path) {
    return key(spec.key(), path + ".password.key")
        .map(key -> new Password(spec.encryptedPassword(), key));
  }

  private Optional<String> key(String name, String path) {
    return scope.refer(scope.draft.keys, KeyPlanner.KEY, name, path).map(Key::id);
  }

  /// One of the catalogue, if it has one of that name.
  private Reference image(Ref ref, Site site) {
    return scope.draft.catalog().images().stream()
        .filter(it -> it.name().equals(ref.name()) && ref.id().isEmpty() && ref.crn().isEmpty())
        .map(Image::reference)
        .findFirst()
        .orElseGet(() -> elsewhere(ref, "image", site));
  }

  private Reference elsewhere(Ref ref, String type, Site site) {
    return scope.elsewhere(ref, type, site.vpc().region());
  }

  private static Reference reference(TrustedProfile profile) {
    return new Reference(profile.crn().toString(), profile.id(), profile.name(), "trusted_profile");
  }
}
