package io.sekisho.computeapi;

import io.sekisho.compute.MetalProfile;
import io.sekisho.estate.Holdings;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.BareMetalServer.Machine;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A bare metal server as IBM shows one.
record MetalBody(
    int bandwidth,
    Named bootTarget,
    Cpu cpu,
    Instant createdAt,
    String crn,
    List<Disk> disks,
    boolean enableSecureBoot,
    Firmware firmware,
    List<String> healthReasons,
    String healthState,
    String href,
    String id,
    List<String> lifecycleReasons,
    String lifecycleState,
    int memory,
    Service metadataService,
    String name,
    List<NicReference> networkAttachments,
    List<NicReference> networkInterfaces,
    Optional<NicReference> primaryNetworkAttachment,
    Optional<NicReference> primaryNetworkInterface,
    Profile profile,
    Affinity reservationAffinity,
    Named.Group resourceGroup,
    String resourceType,
    String status,
    List<String> statusReasons,
    Module trustedPlatformModule,
    Named vpc,
    Named.Zone zone) {
  static final String ALL = "/bare_metal_servers";

  record Cpu(String architecture, int coreCount, int socketCount, int threadsPerCore) {}

  record Firmware(String update) {}

  record Service(boolean enabled, String protocol) {
    static Service of(MetadataService it) {
      return new Service(it.enabled(), it.protocol().name().toLowerCase(Locale.ROOT));
    }
  }

  record Profile(String href, String name, String resourceType) {}

  record Affinity(String policy, List<String> pool) {}

  record Module(boolean enabled, String mode, List<String> supportedModes) {
    static Module of(String mode) {
      return new Module(!mode.equals("disabled"), mode, List.of("disabled", "tpm_2"));
    }
  }

  /// A disk of one.
  record Disk(
      Instant createdAt,
      String href,
      String id,
      String interfaceType,
      String name,
      String resourceType,
      int size) {
    static Disk of(Request request, BareMetalServer server, Hardware.Disk it) {
      return new Disk(
          it.createdAt(),
          request.href(ALL + "/" + server.id() + "/disks/" + it.id()),
          it.id(),
          it.interfaceType(),
          it.name(),
          "bare_metal_server_disk",
          it.size());
    }

    Named named() {
      return new Named(Optional.empty(), href, id, name, Optional.of(resourceType));
    }
  }

  static MetalBody of(Request request, Holdings holdings, BareMetalServer it) {
    String path = ALL + "/" + it.id();
    Machine machine = it.metal();
    MetalProfile size = MetalProfile.of(it.profile());
    List<Disk> disks = machine.disks().stream().map(disk -> Disk.of(request, it, disk)).toList();
    Nics nics = Nics.of(request, holdings, path, it.interfaces());
    return new MetalBody(
        machine.bandwidth(),
        disks.getFirst().named(),
        new Cpu("amd64", size.cores(), size.sockets(), size.threadsPerCore()),
        it.identity().createdAt(),
        it.identity().crn().toString(),
        disks,
        machine.enableSecureBoot(),
        new Firmware("none"),
        List.of(),
        "ok",
        request.href(path),
        it.id(),
        List.of(),
        "stable",
        size.memory(),
        Service.of(it.metadataService()),
        it.name(),
        nics.attachments(),
        nics.interfaces(),
        nics.attachments().stream().findFirst(),
        nics.interfaces().stream().findFirst(),
        new Profile(
            request.href("/bare_metal_server/profiles/" + it.profile()),
            it.profile(),
            "bare_metal_server_profile"),
        new Affinity(machine.reservationAffinity(), List.of()),
        Named.Group.of(request, holdings, it),
        "bare_metal_server",
        machine.status(),
        List.of(),
        Module.of(machine.trustedPlatformModule()),
        Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"),
        Named.Zone.of(request, it.zone()));
  }
}
