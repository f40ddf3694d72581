package io.sekisho.vpc;

import io.sekisho.iam.ComputeType;
import io.sekisho.vpc.Hardware.Disk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A bare metal server: has the identity methods, but no metadata documents.
///
/// @param machine absent of one that an inventory declares: see [#metal]
public record BareMetalServer(
    Identity identity,
    String vpc,
    String zone,
    String profile,
    MetadataService metadataService,
    long tokenGeneration,
    Initialization initialization,
    List<NetworkInterface> interfaces,
    Optional<Machine> machine)
    implements Compute {
  private static final String RUNNING = "running";

  public BareMetalServer {
    interfaces = List.copyOf(interfaces);
  }

  /// One of which no more is known.
  public BareMetalServer(
      Identity identity,
      String vpc,
      String zone,
      String profile,
      MetadataService metadataService,
      long tokenGeneration,
      Initialization initialization,
      List<NetworkInterface> interfaces) {
    this(
        identity,
        vpc,
        zone,
        profile,
        metadataService,
        tokenGeneration,
        initialization,
        interfaces,
        Optional.empty());
  }

  /// What it is made of, and how it stands.
  ///
  /// @param status `running` or `stopped`
  /// @param image what it was made from
  /// @param bandwidth in Mbit/s
  /// @param trustedPlatformModule its mode: `disabled` or `tpm_2`
  /// @param reservationAffinity `automatic` or `disabled`
  /// @param disks the one that it boots from first
  public record Machine(
      String status,
      Optional<Reference> image,
      int bandwidth,
      boolean enableSecureBoot,
      String trustedPlatformModule,
      String reservationAffinity,
      List<Disk> disks) {
    public Machine {
      disks = List.copyOf(disks);
      if (disks.isEmpty()) {
        throw new IllegalArgumentException("a bare metal server boots from a disk");
      }
    }

    /// The same in another status.
    public Machine in(String other) {
      return new Machine(
          other,
          image,
          bandwidth,
          enableSecureBoot,
          trustedPlatformModule,
          reservationAffinity,
          disks);
    }

    /// The same with other disks.
    public Machine with(List<Disk> others) {
      return new Machine(
          status,
          image,
          bandwidth,
          enableSecureBoot,
          trustedPlatformModule,
          reservationAffinity,
          others);
    }
  }

  /// Its machine: of one that an inventory declares, which runs, as small as they come.
  public Machine metal() {
    return machine.orElseGet(
        () ->
            new Machine(
                RUNNING,
                Optional.empty(),
                100_000,
                false,
                "disabled",
                "automatic",
                List.of(new Disk(disk(), "boot", "sata", 960, identity.createdAt()))));
  }

  private String disk() {
    UUID stable = UUID.nameUUIDFromBytes((id() + " boot").getBytes(StandardCharsets.UTF_8));
    return id().substring(0, 4) + "-" + stable;
  }

  @Override
  public boolean running() {
    return metal().status().equals(RUNNING);
  }

  /// The same with another machine.
  public BareMetalServer with(Machine other) {
    return new BareMetalServer(
        identity,
        vpc,
        zone,
        profile,
        metadataService,
        tokenGeneration,
        initialization,
        interfaces,
        Optional.of(other));
  }

  @Override
  public BareMetalServer with(List<NetworkInterface> others) {
    return new BareMetalServer(
        identity,
        vpc,
        zone,
        profile,
        metadataService,
        tokenGeneration,
        initialization,
        others,
        machine);
  }

  @Override
  public ComputeType type() {
    return ComputeType.BMS;
  }
}
