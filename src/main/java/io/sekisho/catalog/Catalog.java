package io.sekisho.catalog;

import io.sekisho.address.Prefix;
import io.sekisho.catalog.Region.Zone;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What whoever runs this has to offer: one document, for all accounts.
///
/// What is left out has the values of [#NONE]'s accessors: usual ones, which follow from what is
/// known of IBM's.
///
/// @param regions empty if nobody declares any: then there is the usual one, and whatever somebody
///   uses
/// @param instanceProfiles names; empty for all that are known
/// @param bareMetalServerProfiles names; empty for all that are known
/// @param volumeProfiles names; empty for all that are known
/// @param operatingSystems empty for the usual ones
/// @param images for all accounts
/// @param services that endpoint gateways can lead to; empty for the usual ones
public record Catalog(
    Identity identity,
    List<Region> regions,
    List<String> instanceProfiles,
    List<String> bareMetalServerProfiles,
    List<String> volumeProfiles,
    List<OperatingSystem> operatingSystems,
    List<Image> images,
    List<Service> services)
    implements Resource {
  public static final String ID = "catalog";

  /// Nothing declared.
  public static final Catalog NONE =
      new Catalog(
          identity(Instant.EPOCH),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  public Catalog {
    regions = List.copyOf(regions);
    instanceProfiles = List.copyOf(instanceProfiles);
    bareMetalServerProfiles = List.copyOf(bareMetalServerProfiles);
    volumeProfiles = List.copyOf(volumeProfiles);
    operatingSystems = List.copyOf(operatingSystems);
    images = List.copyOf(images);
    services = List.copyOf(services);
  }

  /// @param createdAt when a catalogue was declared first
  public static Identity identity(Instant createdAt) {
    return new Identity(
        ID, new Crn("is", "", AccountId.HOUSE, ID, ID), ID, AccountId.HOUSE, "", createdAt);
  }

  /// The one among all that there is.
  public static Catalog in(Collection<? extends Resource> all) {
    return all.stream()
        .filter(Catalog.class::isInstance)
        .map(Catalog.class::cast)
        .findFirst()
        .orElse(NONE);
  }

  /// All regions.
  ///
  /// @param used zones that somebody uses: where no region is declared, these are there, too
  public List<Region> regions(Collection<String> used) {
    if (!regions.isEmpty()) {
      return regions;
    }
    Map<String, Region> all = new LinkedHashMap<>();
    all.put(Region.USUAL, Region.named(Region.USUAL));
    for (String zone : used) {
      Region region = all.computeIfAbsent(Region.of(zone), Region::named);
      if (region.zone(zone).isEmpty()) {
        List<Zone> more =
            Stream.concat(region.zones().stream(), Stream.of(Zone.named(zone))).toList();
        all.put(region.name(), new Region(region.name(), region.status(), more));
      }
    }
    return List.copyOf(all.values());
  }

  /// The names of a region's zones, the first one first.
  public List<String> zones(String region) {
    return regions(List.of(region + "-1")).stream()
        .filter(it -> it.name().equals(region))
        .flatMap(it -> it.zones().stream())
        .map(Zone::name)
        .toList();
  }

  /// Whether a zone is there, as far as regions are declared.
  public boolean has(String zone) {
    return regions.isEmpty() || regions.stream().anyMatch(it -> it.zone(zone).isPresent());
  }

  /// The public addresses that can be given away in a zone.
  public List<Prefix> floatingIps(String zone) {
    return regions.stream()
        .flatMap(it -> it.zone(zone).stream())
        .flatMap(it -> it.floatingIps().stream())
        .toList();
  }

  /// Whether an instance may have a profile, as far as it is for the catalogue to say.
  public boolean offersInstanceProfile(String name) {
    return instanceProfiles.isEmpty() || instanceProfiles.contains(name);
  }

  /// The same of a bare metal server.
  public boolean offersBareMetalServerProfile(String name) {
    return bareMetalServerProfiles.isEmpty() || bareMetalServerProfiles.contains(name);
  }

  /// Names of instance profiles to list.
  public List<String> listedInstanceProfiles() {
    return instanceProfiles.isEmpty() ? ProfileNames.INSTANCE : instanceProfiles;
  }

  /// Names of bare metal server profiles to list.
  public List<String> listedBareMetalServerProfiles() {
    return bareMetalServerProfiles.isEmpty()
        ? ProfileNames.BARE_METAL_SERVER
        : bareMetalServerProfiles;
  }

  /// The volume profiles.
  public List<VolumeProfile> offeredVolumeProfiles() {
    return VolumeProfile.ALL.stream()
        .filter(it -> volumeProfiles.isEmpty() || volumeProfiles.contains(it.name()))
        .toList();
  }

  public Optional<VolumeProfile> volumeProfile(String name) {
    return offeredVolumeProfiles().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// The operating systems.
  public List<OperatingSystem> offeredOperatingSystems() {
    return operatingSystems.isEmpty() ? OperatingSystem.USUAL : operatingSystems;
  }

  public Optional<OperatingSystem> operatingSystem(String name) {
    return offeredOperatingSystems().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// The services that endpoint gateways can lead to.
  public List<Service> offeredServices() {
    return services.isEmpty() ? Service.USUAL : services;
  }
}
