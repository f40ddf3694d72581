package io.sekisho.compute;

import io.sekisho.compute.BareMetalServers.Patch;
import io.sekisho.compute.MetalPrototype.Affinity;
import io.sekisho.compute.MetalPrototype.Initial;
import io.sekisho.compute.MetalPrototype.MetalService;
import io.sekisho.compute.MetalPrototype.Module;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.iam.ComputeType;
import io.sekisho.network.Interfaces;
import io.sekisho.network.Interfaces.Server;
import io.sekisho.network.ServerInterfaces;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.BareMetalServer.Machine;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What bare metal servers are made of.
final class Metals {
  private static final Set<String> MODULES = Set.of("disabled", "tpm_2");
  private static final Set<String> AFFINITIES = Set.of("automatic", "disabled");

  private Metals() {}

  /// A new one, which runs.
  static BareMetalServer made(Scene scene, MetalPrototype said) {
    Initial initial =
        said.initialization()
            .orElseThrow(
                () -> Refusal.missing("initialization", "Say what it is to be made with."));
    Optional<String> group = scene.group(said.resourceGroup());
    String zone = zone(scene, said);
    String profile =
        named(said.profile().orElseThrow(() -> Refusal.missing("profile", "Say which profile.")));
    if (!scene.catalog().offersBareMetalServerProfile(profile)) {
      throw Refusal.invalid(
          "profile", "There is no bare metal server profile %s.".formatted(profile));
    }
    MetalProfile size = size(profile);
    List<NetworkInterface> interfaces = interfaces(scene, said, zone, group);
    String name = Names.own(said.name(), Computes.named(scene), "");
    return new BareMetalServer(
        scene.zonal("bare-metal-server", zone, name, group),
        interfaces.getFirst().virtualNetworkInterface().vpc(),
        zone,
        profile,
        Computes.service(MetadataService.OFF, said.metadataService().map(MetalService::whole)),
        0,
        initialization(scene, initial, "initialization."),
        interfaces,
        Optional.of(machine(scene, said, initial, zone, size)));
  }

  private static Machine machine(
      Scene scene, MetalPrototype said, Initial initial, String zone, MetalProfile size) {
    Machine plain =
        new Machine(
            "running",
            Optional.of(Sources.image(scene, image(initial, "initialization.")).reference()),
            size.bandwidth(),
            false,
            "disabled",
            "automatic",
            size.disks(
                () -> scene.zonal("disk", zone, "disk", Optional.empty()).id(), scene.now()));
    return set(
        plain,
        size,
        new Patch(
            said.bandwidth(),
            said.enableSecureBoot(),
            Optional.empty(),
            Optional.empty(),
            said.reservationAffinity(),
            said.trustedPlatformModule()));
  }

  /// The image that a body names.
  static Which image(Initial said, String field) {
    return said.image().orElseThrow(() -> Refusal.missing(field + "image", "Say which image."));
  }

  /// What it is given.
  static Initialization initialization(Scene scene, Initial said, String field) {
    return Initials.of(
        scene,
        new Initials.Said(
            said.keys().orElseThrow(() -> Refusal.missing(field + "keys", "Give the keys.")),
            said.userData(),
            said.defaultTrustedProfile()));
  }

  private static String zone(Scene scene, MetalPrototype said) {
    return scene
        .zone(said.zone().orElseThrow(() -> Refusal.missing("zone", "Say which zone.")), "zone")
        .name();
  }

  private static String named(Which which) {
    return which.name().orElseGet(() -> which.toString().replaceFirst(".*/", ""));
  }

  /// What a profile is like.
  static MetalProfile size(String profile) {
    return MetalProfile.parse(profile)
        .orElseThrow(
            () -> Refusal.invalid("profile", "Give a profile's name, such as bx2-metal-96x384."));
  }

  private static List<NetworkInterface> interfaces(
      Scene scene, MetalPrototype said, String zone, Optional<String> group) {
    said.check();
    Optional<Vpc> vpc = scene.find(Vpc.class, said.vpc(), "vpc");
    Server first = new Server(ComputeType.BMS, zone, vpc.map(Vpc::id), group);
    NetworkInterface primary = primary(new Interfaces(scene, first), said);
    String own = primary.virtualNetworkInterface().vpc();
    scene.expect("is.vpc.vpc.operate", scene.get(Vpc.class, own));
    Interfaces more =
        new Interfaces(scene, new Server(ComputeType.BMS, zone, Optional.of(own), group));
    List<NetworkInterface> all = new ArrayList<>(List.of(primary));
    for (int i = 0; i < said.networkInterfaces().size(); i++) {
      String field = "network_interfaces[" + i + "].";
      all.add(more.add(List.copyOf(all), said.networkInterfaces().get(i), false, field));
    }
    for (int i = 0; i < said.networkAttachments().size(); i++) {
      String field = "network_attachments[" + i + "].";
      all.add(
          more.attach(
              List.copyOf(all), said.networkAttachments().get(i).checked(false, field), field));
    }
    if (all.size() > ServerInterfaces.METAL_MOST) {
      throw Refusal.invalid(
          "network_attachments", "At most %d interfaces.".formatted(ServerInterfaces.METAL_MOST));
    }
    return all;
  }

  private static NetworkInterface primary(Interfaces interfaces, MetalPrototype said) {
    String field = said.older() ? "primary_network_interface" : "primary_network_attachment";
    return said.older()
        ? interfaces.add(
            List.of(),
            said.primaryNetworkInterface()
                .orElseThrow(() -> Refusal.missing(field, "Say which one is the primary one.")),
            true,
            field + ".")
        : interfaces.attach(
            List.of(),
            said.primaryNetworkAttachment()
                .orElseThrow(() -> Refusal.missing(field, "Say how it is attached to a network."))
                .checked(true, field + "."),
            field + ".");
  }

  /// The machine as a body sets it.
  static Machine set(Machine it, MetalProfile size, Patch said) {
    if (said.bandwidth().filter(value -> value != size.bandwidth()).isPresent()) {
      throw Refusal.invalid(
          "bandwidth", "A server of this profile has %d.".formatted(size.bandwidth()));
    }
    return new Machine(
        it.status(),
        it.image(),
        said.bandwidth().orElse(it.bandwidth()),
        said.enableSecureBoot().orElse(it.enableSecureBoot()),
        one(
            MODULES,
            said.trustedPlatformModule().flatMap(Module::mode),
            it.trustedPlatformModule(),
            "trusted_platform_module.mode"),
        affinity(it, said.reservationAffinity()),
        it.disks());
  }

  private static String affinity(Machine it, Optional<Affinity> said) {
    if (said.filter(each -> !each.pool().isEmpty()).isPresent()) {
      throw Refusal.invalid(
          "reservation_affinity.pool", "There are no reservations here: leave it out.");
    }
    return one(
        AFFINITIES,
        said.flatMap(Affinity::policy),
        it.reservationAffinity(),
        "reservation_affinity.policy");
  }

  private static String one(
      Set<String> values, Optional<String> said, String before, String field) {
    if (said.filter(value -> !values.contains(value)).isPresent()) {
      throw Refusal.invalid(
          field,
          "Give one of %s.".formatted(values.stream().sorted().collect(Collectors.joining(", "))));
    }
    return said.orElse(before);
  }
}
