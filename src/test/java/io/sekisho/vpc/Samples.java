package io.sekisho.vpc;

import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Instance.Lifecycle;
import io.sekisho.vpc.Instance.Scheduling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A small world for tests, in one account: an instance with everything, one as it is made when
/// nothing is said, one with nothing at all, and a bare metal server.
public final class Samples {
  public static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  public static final Instant MADE = Instant.parse("2026-03-01T08:15:30Z");
  public static final String PROFILE_ID = "Profile-9fd84264-7de4-4627-94c4-8ecde51d5ac5";
  public static final String RESOURCE_GROUP = "6edefe513d934fdd872e78ee6a8e73ef";
  public static final String RICH_ID = "0717_e21b7391-2ca2-4ab5-84a8-b92157a633b0";
  public static final String MINIMAL_ID = "0717_52b8f1f3-6c5e-4f6d-9c5f-0d5a1f0e7a11";
  public static final String EMPTY_ID = "0717_00000000-0000-4000-8000-000000000000";
  public static final String BARE_METAL_ID = "0717_b4e0e9a5-7f7b-4d59-8a34-5d1e6f0c2b77";
  public static final String REGION = "us-south";
  public static final String ZONE = "us-south-1";

  private Samples() {}

  /// An instance with at least one of everything that the model knows.
  public static Subject rich() {
    return subject(richInstance());
  }

  /// An instance as it is made when nothing is said: one interface, one boot volume.
  public static Subject minimal() {
    return subject(minimalInstance());
  }

  /// An instance of which every list is empty and every optional part absent.
  public static Subject empty() {
    return subject(emptyInstance());
  }

  /// A bare metal server with one interface and no initialization.
  public static Subject bareMetal() {
    return subject(bareMetalServer());
  }

  /// The whole world, as a snapshot's contents.
  public static Contents contents() {
    return contents(richInstance(), minimalInstance(), emptyInstance(), bareMetalServer());
  }

  /// The world with these compute resources in place of its own.
  public static Contents contents(Compute... computes) {
    List<Object> all = new ArrayList<>(List.of(account(), vpc(), subnet(), storageSubnet()));
    all.addAll(List.of(rsaKey(), edKey(), placementGroup()));
    all.addAll(List.of(computes));
    return Contents.of(all);
  }

  /// A compute resource of this world with its surroundings.
  public static Subject subject(Compute compute) {
    return Snapshot.EMPTY.next(1, contents(compute)).subject(compute.id()).orElseThrow();
  }

  public static Account account() {
    return new Account(ACCOUNT, "acme", true, MADE);
  }

  public static Vpc vpc() {
    return new Vpc(
        SampleParts.identity(
            "r006-f0aae929-7047-46d1-92e1-9102b07a7f6f", "vpc", REGION, "production"),
        7,
        REGION);
  }

  public static Subnet subnet() {
    return SampleParts.subnet(
        "0717-bea6a632-5e13-42a4-b4b8-31dc877abfe4", "front", "10.240.0.0/24");
  }

  /// A security group that interfaces name.
  public static SecurityGroup group(Reference named, List<SecurityGroupRule> rules) {
    Identity identity = SampleParts.identity(named.id(), "security-group", REGION, named.name());
    return new SecurityGroup(identity, vpc().id(), false, rules);
  }

  public static Subnet storageSubnet() {
    return SampleParts.subnet(
        "0717-5d1f2a0c-0a1b-4d8e-9d3e-0f6b1c2d3e4f", "storage", "10.240.64.0/24");
  }

  public static Key rsaKey() {
    return new Key(
        SampleParts.identity("r006-44e5e06b-9450-4f5f-a9be-96feebf770d8", "key", REGION, "ops-rsa"),
        "rsa",
        4096,
        "SHA256:lZmocJFsWfJcIl8Jdp8r6Ak8gzMqxrFb9UtwWCk27CM",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAACAQ== ops");
  }

  public static Key edKey() {
    return new Key(
        SampleParts.identity(
            "r006-dadae729-1d81-4a13-966e-f5d92699f103", "key", REGION, "ops-ed25519"),
        "ed25519",
        256,
        "SHA256:RJ+YWs3rupwGFiJuLqY43tvmdeLOUjcIc9cA6IR8n8E",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== ops");
  }

  public static PlacementGroup placementGroup() {
    return new PlacementGroup(
        SampleParts.identity(
            "r006-418fe842-a3e9-47b9-a938-1aa5bd632871", "placement-group", REGION, "apart"),
        "host_spread",
        "stable");
  }

  public static Instance richInstance() {
    return new Instance(
        SampleParts.instanceIdentity(RICH_ID, "web-1"),
        vpc().id(),
        ZONE,
        new MetadataService(true, MetadataService.Protocol.HTTPS, 2),
        3,
        Lifecycle.RUNNING,
        SampleParts.richHardware(),
        new Scheduling(
            "spot",
            "stop",
            "delete",
            Optional.of(placementGroup().id()),
            Optional.of(SampleParts.reference("dedicated-host", ZONE, "0717-d0000001", "own-host")),
            Optional.of(SampleParts.reference("reservation", ZONE, "0717-d0000002", "booked")),
            "manual"),
        Optional.of(SampleParts.reference("image", REGION, "r006-d0000003", "debian-13")),
        Optional.of(SampleParts.offering()),
        SampleParts.richInitialization(),
        List.of(SampleParts.frontInterface(1, 10), SampleParts.storageInterface(2, 11)),
        List.of(SampleParts.volume(0, "boot"), SampleParts.volume(1, "data")),
        List.of(SampleParts.licensedSoftware(), SampleParts.freeSoftware()),
        List.of(SampleParts.clusterNetwork(1), SampleParts.clusterNetwork(2)));
  }

  public static Instance minimalInstance() {
    return new Instance(
        SampleParts.instanceIdentity(MINIMAL_ID, "worker"),
        vpc().id(),
        ZONE,
        new MetadataService(true, MetadataService.Protocol.HTTP, 1),
        0,
        Lifecycle.RUNNING,
        SampleParts.plainHardware(),
        Scheduling.STANDARD,
        Optional.of(SampleParts.reference("image", REGION, "r006-d0000003", "debian-13")),
        Optional.empty(),
        new Initialization(
            List.of(edKey().id()), Optional.empty(), Optional.empty(), Optional.empty()),
        List.of(plainInterface(3, 20)),
        List.of(SampleParts.volume(0, "boot")),
        List.of(),
        List.of());
  }

  public static Instance emptyInstance() {
    return new Instance(
        SampleParts.instanceIdentity(EMPTY_ID, "nothing"),
        vpc().id(),
        ZONE,
        MetadataService.OFF,
        0,
        new Lifecycle("stopped", "stable", "inapplicable", true),
        SampleParts.plainHardware(),
        Scheduling.STANDARD,
        Optional.empty(),
        Optional.empty(),
        Initialization.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static BareMetalServer bareMetalServer() {
    return new BareMetalServer(
        SampleParts.identity(BARE_METAL_ID, "bare-metal-server", ZONE, "database"),
        vpc().id(),
        ZONE,
        "bx2-metal-96x384",
        new MetadataService(true, MetadataService.Protocol.HTTP, 1),
        0,
        Initialization.NONE,
        List.of(plainInterface(4, 30)));
  }

  /// A plain interface of the front subnet, at its `host`th address.
  public static NetworkInterface plainInterface(int mark, int host) {
    return SampleParts.networkInterface(mark, subnet(), host, List.of(), List.of(), "eth0");
  }

  public static Crn crn(String location, String type, String id) {
    return new Crn("is", location, ACCOUNT, type, id);
  }
}
