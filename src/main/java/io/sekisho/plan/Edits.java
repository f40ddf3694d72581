package io.sekisho.plan;

import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.FederatedRule;
import io.sekisho.iam.Link;
import io.sekisho.iam.ProfileIdentity;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.wire.MetadataServiceSettings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Single changes to values: the same thing with one member different; and what a change asks for.
public final class Edits {
  private static final String VNI = "is.virtual-network-interface.virtual-network-interface.";

  private Edits() {}

  /// The switches after a change; what the change leaves out stays.
  ///
  /// @throws IllegalArgumentException if a value is out of range
  public static MetadataService changed(MetadataService before, MetadataServiceSettings change) {
    return new MetadataService(
        change.enabled().orElse(before.enabled()),
        change.protocol().map(Edits::protocol).orElse(before.protocol()),
        change.responseHopLimit().orElse(before.responseHopLimit()));
  }

  private static Protocol protocol(String name) {
    return switch (name) {
      case "http" -> Protocol.HTTP;
      case "https" -> Protocol.HTTPS;
      default -> throw new IllegalArgumentException("protocol is http or https");
    };
  }

  /// The compute resource with other switches.
  public static Compute with(Compute compute, MetadataService service) {
    return rebuilt(compute, service, compute.tokenGeneration(), compute.initialization());
  }

  /// The compute resource with all its identity tokens given out so far made worthless.
  public static Compute revoked(Compute compute) {
    return rebuilt(
        compute,
        compute.metadataService(),
        compute.tokenGeneration() + 1,
        compute.initialization());
  }

  /// The compute resource with its seed on or off.
  ///
  /// @param fresh a secret, if one is needed
  public static Compute seeded(Compute compute, boolean on, UUID fresh) {
    Initialization given = compute.initialization();
    Initialization next =
        new Initialization(
            given.keys(),
            given.userData(),
            given.defaultTrustedProfile(),
            given.password(),
            given.vendorData(),
            seedSecret(given.seedSecret(), on, () -> fresh));
    return rebuilt(compute, compute.metadataService(), compute.tokenGeneration(), next);
  }

  /// The secret of a seed that is on or off: one that was switched off is never good again.
  static Optional<String> seedSecret(Optional<String> before, boolean on, Supplier<UUID> fresh) {
    return on
        ? before.or(() -> Optional.of(fresh.get().toString().replace("-", "")))
        : Optional.empty();
  }

  private static Compute rebuilt(
      Compute compute, MetadataService service, long generation, Initialization given) {
    return switch (compute) {
      case Instance it ->
          new Instance(
              it.identity(),
              it.vpc(),
              it.zone(),
              service,
              generation,
              it.lifecycle(),
              it.hardware(),
              it.scheduling(),
              it.image(),
              it.catalogOffering(),
              given,
              it.interfaces(),
              it.volumes(),
              it.software(),
              it.clusterNetworks());
      case BareMetalServer it ->
          new BareMetalServer(
              it.identity(),
              it.vpc(),
              it.zone(),
              it.profile(),
              service,
              generation,
              given,
              it.interfaces(),
              it.machine());
    };
  }

  /// A new link to a compute resource.
  public static Link link(Compute compute, String name, UUID id, Instant now) {
    return new Link("Link-" + id, compute.type(), compute.identity().crn(), name, now);
  }

  /// A profile's link to a compute resource.
  public static Optional<Link> find(TrustedProfile profile, Compute compute) {
    return profile.links().stream()
        .filter(link -> link.target().equals(compute.identity().crn()))
        .findFirst();
  }

  /// The profile with these links.
  public static TrustedProfile withLinks(TrustedProfile profile, List<Link> links) {
    return rebuilt(profile, links, profile.modifiedAt());
  }

  /// The profile without the links that match.
  public static TrustedProfile withoutLinks(TrustedProfile profile, Predicate<Link> which) {
    return withLinks(profile, profile.links().stream().filter(which.negate()).toList());
  }

  /// The profile with these rules.
  public static TrustedProfile withRules(
      TrustedProfile profile, List<ClaimRule> rules, List<FederatedRule> federatedRules) {
    return new TrustedProfile(
        profile.id(),
        profile.account(),
        profile.name(),
        profile.description(),
        profile.links(),
        rules,
        federatedRules,
        profile.identities(),
        profile.email(),
        profile.createdAt(),
        profile.modifiedAt());
  }

  /// The profile with these identities that may assume it.
  public static TrustedProfile withIdentities(
      TrustedProfile profile, List<ProfileIdentity> identities) {
    return new TrustedProfile(
        profile.id(),
        profile.account(),
        profile.name(),
        profile.description(),
        profile.links(),
        profile.rules(),
        profile.federatedRules(),
        identities,
        profile.email(),
        profile.createdAt(),
        profile.modifiedAt());
  }

  /// The profile under another name, with another description and address.
  public static TrustedProfile described(
      TrustedProfile profile, String name, String description, Optional<String> email) {
    return new TrustedProfile(
        profile.id(),
        profile.account(),
        name,
        description,
        profile.links(),
        profile.rules(),
        profile.federatedRules(),
        profile.identities(),
        email,
        profile.createdAt(),
        profile.modifiedAt());
  }

  /// The profile with the time of its change.
  public static TrustedProfile modified(TrustedProfile profile, Instant at) {
    return rebuilt(profile, profile.links(), at);
  }

  private static TrustedProfile rebuilt(TrustedProfile profile, List<Link> links, Instant at) {
    return new TrustedProfile(
        profile.id(),
        profile.account(),
        profile.name(),
        profile.description(),
        links,
        profile.rules(),
        profile.federatedRules(),
        profile.identities(),
        profile.email(),
        profile.createdAt(),
        at);
  }

  /// What else has to be permitted to whoever makes a compute resource into another: what IBM's API
  /// asks of who ties others' resources to it, or loosens what holds its interfaces.
  public static Set<String> asks(Optional<Compute> before, Compute after) {
    Set<String> asked = new TreeSet<>();
    Set<String> needed = new HashSet<>(after.needs());
    before.ifPresent(it -> needed.removeAll(it.needs()));
    if (after.initialization().keys().stream().anyMatch(needed::contains)) {
      asked.add("is.key.key.operate");
    }
    if (!after
            .initialization()
            .defaultTrustedProfile()
            .equals(before.flatMap(it -> it.initialization().defaultTrustedProfile()))
        && after.initialization().defaultTrustedProfile().isPresent()) {
      asked.add("iam-identity.profile.linkToResource");
    }
    for (NetworkInterface nic : after.interfaces()) {
      asks(nic.virtualNetworkInterface(), before.flatMap(it -> same(it, nic)), asked);
    }
    return asked;
  }

  private static Optional<VirtualNetworkInterface> same(Compute before, NetworkInterface nic) {
    return before.interfaces().stream()
        .map(NetworkInterface::virtualNetworkInterface)
        .filter(it -> it.id().equals(nic.virtualNetworkInterface().id()))
        .findFirst();
  }

  private static void asks(
      VirtualNetworkInterface is, Optional<VirtualNetworkInterface> was, Set<String> asked) {
    if (is.allowIpSpoofing() && !was.map(VirtualNetworkInterface::allowIpSpoofing).orElse(false)) {
      asked.add(VNI + "manage-ip-spoofing");
    }
    if (!is.enableInfrastructureNat()
        && was.map(VirtualNetworkInterface::enableInfrastructureNat).orElse(true)) {
      asked.add(VNI + "manage-infrastructure-nat");
    }
    String mode = was.map(VirtualNetworkInterface::protocolStateFilteringMode).orElse("auto");
    if (!is.protocolStateFilteringMode().equals(mode)) {
      asked.add(VNI + "manage-protocol-state-filtering-mode");
    }
    if (was.filter(it -> it.subnet().equals(is.subnet())).isEmpty()) {
      asked.add("is.subnet.subnet.operate");
    }
    Set<String> groups = ids(is);
    was.ifPresent(it -> groups.removeAll(ids(it)));
    if (!groups.isEmpty()) {
      asked.add("is.security-group.security-group.operate");
    }
  }

  private static Set<String> ids(VirtualNetworkInterface it) {
    return it.securityGroups().stream().map(Reference::id).collect(Collectors.toSet());
  }
}
