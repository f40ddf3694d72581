package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.catalog.AllowedUse;
import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.OperatingSystem;
import io.sekisho.catalog.Region;
import io.sekisho.catalog.Region.Zone;
import io.sekisho.catalog.Service;
import io.sekisho.catalog.VolumeProfile;
import io.sekisho.guardrail.Suitability;
import io.sekisho.iam.AccountId;
import io.sekisho.mint.HardwareProfile;
import io.sekisho.plan.Scope.Work;
import io.sekisho.problem.Nearest;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import io.sekisho.wire.Inventory.AllowedUseSpec;
import io.sekisho.wire.Inventory.CatalogSpec;
import io.sekisho.wire.Inventory.ImageSpec;
import io.sekisho.wire.Inventory.OperatingSystemSpec;
import io.sekisho.wire.Inventory.RegionSpec;
import io.sekisho.wire.Inventory.ServiceSpec;
import io.sekisho.wire.Inventory.ZoneSpec;
import io.sekisho.wire.Ref;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Plans the catalogue. What is left out of it has its usual value, whatever it was before.
final class CatalogPlanner {
  private static final String AT = "catalog";
  private static final String AVAILABLE = "available";
  private static final int SINGLE = 32;
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile("(\\*\\.)?(%1$s\\.)*%1$s".formatted(LABEL));

  private final Scope scope;
  private final List<Prefix> given = new ArrayList<>();

  CatalogPlanner(Work work) {
    this.scope = new Scope(work, AccountId.HOUSE, AT, Optional.empty());
  }

  void plan(CatalogSpec spec) {
    Catalog before = scope.draft.catalog();
    names(spec.instanceProfiles(), "instance_profiles", CatalogPlanner::speaks);
    names(spec.bareMetalServerProfiles(), "bare_metal_server_profiles", _ -> true);
    names(spec.volumeProfiles(), "volume_profiles", name -> VolumeProfile.named(name).isPresent());
    Catalog made =
        new Catalog(
            before.equals(Catalog.NONE) ? Catalog.identity(scope.minter.now()) : before.identity(),
            regions(spec),
            spec.instanceProfiles(),
            spec.bareMetalServerProfiles(),
            spec.volumeProfiles(),
            systems(spec),
            List.of(),
            services(spec));
    Catalog whole =
        new Catalog(
            made.identity(),
            made.regions(),
            made.instanceProfiles(),
            made.bareMetalServerProfiles(),
            made.volumeProfiles(),
            made.operatingSystems(),
            images(spec, made, before),
            made.services());
    scope.draft.put(whole);
    scope.named(Catalog.ID);
  }

  private static boolean speaks(String name) {
    return HardwareProfile.parse(name).isPresent();
  }

  private void names(List<String> names, String member, Predicate<String> known) {
    for (int i = 0; i < names.size(); i++) {
      String at = AT + "." + member + "[" + i + "]";
      String name = names.get(i);
      if (scope.first(member, name, at) && !known.test(name)) {
        scope.wrong(at, "is %s, a profile of which nobody knows what it is.".formatted(name));
      }
    }
  }

  private List<Region> regions(CatalogSpec spec) {
    List<Region> all = new ArrayList<>();
    for (int i = 0; i < spec.regions().size(); i++) {
      RegionSpec each = spec.regions().get(i);
      String at = AT + ".regions[" + i + "]";
      if (scope.first("region", each.name(), at)) {
        List<Zone> zones = zones(each, at);
        all.add(
            new Region(
                each.name(),
                each.status().orElse(AVAILABLE),
                zones.isEmpty() ? Region.named(each.name()).zones() : zones));
      }
    }
    return all;
  }

  private List<Zone> zones(RegionSpec region, String path) {
    List<Zone> all = new ArrayList<>();
    for (int i = 0; i < region.zones().size(); i++) {
      ZoneSpec each = region.zones().get(i);
      String at = path + ".zones[" + i + "]";
      if (!Region.of(each.name()).equals(region.name()) || !each.name().matches(".*-[1-9][0-9]?")) {
        scope.wrong(
            at + ".name",
            "is %s; zones of %s are named %s-1 and so on."
                .formatted(each.name(), region.name(), region.name()));
      }
      if (scope.first("zone", each.name(), at)) {
        all.add(
            new Zone(
                each.name(),
                each.status().orElse(AVAILABLE),
                each.dataCenter(),
                addresses(each, at)));
      }
    }
    return all;
  }

  private List<Prefix> addresses(ZoneSpec zone, String path) {
    List<Prefix> all = new ArrayList<>();
    for (int i = 0; i < zone.floatingIps().size(); i++) {
      String text = zone.floatingIps().get(i);
      String at = path + ".floating_ips[" + i + "]";
      scope
          .prefix(text.contains("/") ? text : text + "/" + SINGLE, at)
          .filter(block -> free(block, at))
          .ifPresent(all::add);
    }
    return all;
  }

  private boolean free(Prefix block, String path) {
    if (block.first().v6()) {
      scope.wrong(path, "is %s; floating IPs are IPv4 addresses.".formatted(block));
      return false;
    }
    Optional<Prefix> other = given.stream().filter(block::overlaps).findFirst();
    other.ifPresent(it -> scope.wrong(path, "is %s, which overlaps %s.".formatted(block, it)));
    given.add(block);
    return other.isEmpty();
  }

  private List<OperatingSystem> systems(CatalogSpec spec) {
    List<OperatingSystem> all = new ArrayList<>();
    for (int i = 0; i < spec.operatingSystems().size(); i++) {
      OperatingSystemSpec each = spec.operatingSystems().get(i);
      if (scope.first("operating system", each.name(), AT + ".operating_systems[" + i + "]")) {
        all.add(
            new OperatingSystem(
                each.name(),
                each.architecture().orElse("amd64"),
                each.displayName().orElse(each.name()),
                each.family().orElse(each.name()),
                each.vendor().orElse("unknown"),
                each.version().orElse("unknown"),
                each.userDataFormat().orElse("cloud_init"),
                each.allowUserImageCreation().orElse(true)));
      }
    }
    return all;
  }

  private List<Image> images(CatalogSpec spec, Catalog made, Catalog before) {
    List<Image> all = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < spec.images().size(); i++) {
      ImageSpec each = spec.images().get(i);
      String at = AT + ".images[" + i + "]";
      Optional<OperatingSystem> system = made.operatingSystem(each.operatingSystem());
      if (system.isEmpty()) {
        List<String> names =
            made.offeredOperatingSystems().stream().map(OperatingSystem::name).toList();
        scope.wrong(
            at + ".operating_system",
            "is %s, which is none of the operating systems.%s"
                .formatted(
                    each.operatingSystem(), Nearest.question(each.operatingSystem(), names)));
      } else if (scope.first("image", each.name(), at)) {
        Image image = image(each, system.get(), made, before, at);
        if (!ids.add(image.id()) || taken(image.id())) {
          scope.wrong(at + ".id", "is %s, the id of something else.".formatted(image.id()));
        }
        all.add(image);
      }
    }
    return all;
  }

  private boolean taken(String id) {
    return scope.draft.resources().stream().anyMatch(it -> it.id().equals(id));
  }

  private Image image(
      ImageSpec spec, OperatingSystem system, Catalog made, Catalog before, String path) {
    String region = made.regions(List.of()).getFirst().name();
    String id =
        scope.elsewhere(new Ref(spec.name(), spec.id(), Optional.empty()), "image", region).id();
    Optional<Identity> old =
        before.images().stream()
            .map(Image::identity)
            .filter(it -> it.id().equals(id) && it.name().equals(spec.name()))
            .findFirst();
    return new Image(
        old.orElseGet(
            () ->
                scope.minter.identity(
                    id, "image", region, scope.account, spec.name(), scope.account.value())),
        system,
        allowedUse(spec.allowedUse(), path + ".allowed_use"),
        Optional.empty(),
        spec.minimumProvisionedSize().orElse(Image.USUAL_SIZE),
        Optional.empty(),
        spec.deprecationAt().flatMap(it -> instant(it, path + ".deprecation_at")),
        spec.obsolescenceAt().flatMap(it -> instant(it, path + ".obsolescence_at")));
  }

  private AllowedUse allowedUse(Optional<AllowedUseSpec> said, String path) {
    LocalDate today = LocalDate.ofInstant(scope.minter.now(), ZoneOffset.UTC);
    AllowedUse use =
        new AllowedUse(
            said.flatMap(AllowedUseSpec::apiVersion).orElse(today.toString()),
            said.flatMap(AllowedUseSpec::bareMetalServer).orElse(AllowedUse.ANY),
            said.flatMap(AllowedUseSpec::instance).orElse(AllowedUse.ANY));
    Suitability.faults(use).forEach((member, fault) -> scope.wrong(path + "." + member, fault));
    return use;
  }

  private Optional<Instant> instant(String text, String path) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      scope.wrong(path, "is %s, which is no time such as 2026-12-31T00:00:00Z.".formatted(text));
      return Optional.empty();
    }
  }

  private List<Service> services(CatalogSpec spec) {
    List<Service> all = new ArrayList<>();
    for (int i = 0; i < spec.services().size(); i++) {
      ServiceSpec each = spec.services().get(i);
      String at = AT + ".services[" + i + "]";
      if (scope.first("service", each.name(), at)) {
        all.add(service(each, at));
      }
    }
    return all;
  }

  private Service service(ServiceSpec spec, String at) {
    spec.crn()
        .filter(crn -> !Service.isCrn(crn))
        .ifPresent(
            crn ->
                scope.wrong(
                    at + ".crn",
                    "is %s, which has not the ten segments of a CRN and a service's name in the fifth."
                        .formatted(crn)));
    for (int i = 0; i < spec.endpoints().size(); i++) {
      expectDomain(spec.endpoints().get(i), at + ".endpoints[" + i + "]");
    }
    spec.resourceEndpoint().ifPresent(it -> expectDomain(it, at + ".resource_endpoint"));
    List<Ip> addresses = new ArrayList<>();
    for (int i = 0; i < spec.addresses().size(); i++) {
      scope.ip(spec.addresses().get(i), at + ".addresses[" + i + "]").ifPresent(addresses::add);
    }
    return new Service(
        spec.name(), spec.crn(), spec.endpoints(), addresses, spec.resourceEndpoint());
  }

  private void expectDomain(String name, String at) {
    if (!DOMAIN.matcher(name).matches()) {
      scope.wrong(at, "is %s, which is no domain name such as time.example.com.".formatted(name));
    }
  }

  /// What there is lies in a region or zone of the catalogue.
  static void expectPlaces(Work work) {
    Catalog catalog = work.draft().catalog();
    Set<String> places = new HashSet<>();
    for (Region region : catalog.regions()) {
      places.add(region.name());
      region.zones().forEach(zone -> places.add(zone.name()));
    }
    Set<String> missed = new HashSet<>();
    for (Resource each : work.draft().resources()) {
      String place = each.identity().crn().location();
      if (!places.isEmpty() && !place.isEmpty() && !places.contains(place) && missed.add(place)) {
        work.findings()
            .add(
                AT + ".regions",
                "would go without %s, where %s %s is; name it, too."
                    .formatted(place, each.identity().crn().type().replace('-', ' '), each.name()));
      }
    }
  }
}
