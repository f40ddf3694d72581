package io.sekisho.guest;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ComputeType;
import io.sekisho.iam.Crn;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Compute.DefaultTrustedProfile;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A small world to ask questions in: two VPCs of two accounts with the same addresses.
final class World {
  static final Ip SHARED = Ip.parse("10.0.0.5");
  static final MetadataService HTTP = new MetadataService(true, Protocol.HTTP, 1);
  static final MetadataService HTTPS = new MetadataService(true, Protocol.HTTPS, 1);

  static final Account ACME = account("a", "acme", true);
  static final Account GLOBEX = account("b", "globex", true);
  static final Vpc BLUE = vpc(ACME, 1, "blue");
  static final Vpc RED = vpc(GLOBEX, 2, "red");
  static final Subnet BLUE_A = subnet(ACME, BLUE);
  static final Subnet RED_A = subnet(GLOBEX, RED);
  static final Instance WEB = instance(ACME, BLUE, BLUE_A, 1, "web", SHARED);
  static final Instance TWIN = instance(GLOBEX, RED, RED_A, 2, "twin", SHARED);
  static final BareMetalServer METAL =
      new BareMetalServer(
          identity(ACME, "bare-metal-server", "metal"),
          BLUE.id(),
          "us-south-1",
          "bx2-metal-96x384",
          HTTP,
          0,
          Initialization.NONE,
          List.of(nic(3, BLUE_A, Ip.parse("10.0.0.7"))));
  static final TrustedProfile READER = profile("1", linkTo(WEB));
  static final TrustedProfile STRANGER = profile("2");

  private World() {}

  static Contents contents(Compute... computes) {
    return contents(List.of(ACME, GLOBEX), List.of(READER, STRANGER), computes);
  }

  static Contents contents(
      List<Account> accounts, List<TrustedProfile> profiles, Compute... computes) {
    List<Resource> resources = new ArrayList<>(List.of(BLUE, RED, BLUE_A, RED_A));
    resources.addAll(List.of(computes));
    return new Contents(accounts, profiles, resources);
  }

  static Instance with(Instance instance, MetadataService service) {
    return with(instance, service, instance.tokenGeneration());
  }

  static Instance with(Instance instance, MetadataService service, long generation) {
    return new Instance(
        instance.identity(),
        instance.vpc(),
        instance.zone(),
        service,
        generation,
        instance.lifecycle(),
        instance.hardware(),
        instance.scheduling(),
        instance.image(),
        instance.catalogOffering(),
        instance.initialization(),
        instance.interfaces(),
        instance.volumes(),
        instance.software(),
        instance.clusterNetworks());
  }

  static Instance withDefault(Instance instance, TrustedProfile profile) {
    Instance base = Samples.minimalInstance();
    return new Instance(
        instance.identity(),
        instance.vpc(),
        instance.zone(),
        instance.metadataService(),
        0,
        base.lifecycle(),
        base.hardware(),
        base.scheduling(),
        Optional.empty(),
        Optional.empty(),
        new Initialization(
            List.of(),
            Optional.empty(),
            Optional.of(
                new DefaultTrustedProfile(
                    true,
                    new Reference(
                        profile.crn().toString(),
                        profile.id(),
                        profile.name(),
                        "trusted_profile"))),
            Optional.empty()),
        instance.interfaces(),
        List.of(),
        List.of(),
        List.of());
  }

  static Instance instance(
      Account account, Vpc vpc, Subnet subnet, int mark, String name, Ip address) {
    Instance base = Samples.minimalInstance();
    return new Instance(
        identity(account, "instance", name),
        vpc.id(),
        "us-south-1",
        HTTP,
        0,
        base.lifecycle(),
        base.hardware(),
        base.scheduling(),
        Optional.empty(),
        Optional.empty(),
        Initialization.NONE,
        List.of(nic(mark, subnet, address)),
        List.of(),
        List.of(),
        List.of());
  }

  static Account account(String digit, String name, boolean enabled) {
    return new Account(new AccountId(digit.repeat(32)), name, enabled, Samples.MADE);
  }

  static Snapshot snapshot(long revision, Contents contents) {
    return Snapshot.EMPTY.next(revision, contents);
  }

  static TrustedProfile profile(String digit, Link... links) {
    return new TrustedProfile(
        "Profile-0000000" + digit + "-0000-4000-8000-000000000000",
        ACME.id(),
        "profile-" + digit,
        "",
        new ArrayList<>(List.of(links)),
        List.of(),
        Samples.MADE,
        Samples.MADE);
  }

  static Link linkTo(Compute compute) {
    return new Link("Link-1", ComputeType.VSI, compute.identity().crn(), "", Samples.MADE);
  }

  private static Vpc vpc(Account account, int index, String name) {
    return new Vpc(identity(account, "vpc", name), index, "us-south");
  }

  private static Subnet subnet(Account account, Vpc vpc) {
    return new Subnet(
        identity(account, "subnet", vpc.identity().name() + "-a"),
        vpc.id(),
        "us-south-1",
        Prefix.parse("10.0.0.0/24"),
        Optional.empty());
  }

  private static NetworkInterface nic(int mark, Subnet subnet, Ip address) {
    return new NetworkInterface(
        "0717-nic-" + mark,
        "eth0",
        1000,
        Samples.MADE,
        new VirtualNetworkInterface(
            part("virtual-network-interface", "0717-vni-" + mark, "vni"),
            mark,
            new Mac(0x0200_0000_0000L + mark),
            subnet.vpc(),
            subnet.zone(),
            subnet.id(),
            new ReservedIp(
                part("reserved-ip", "0717-ip-" + mark, "ip"), subnet.id(), address, true),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            false,
            true,
            true,
            "auto"));
  }

  private static Identity part(String type, String id, String name) {
    return new Identity(
        id,
        new Crn("is", "us-south-1", ACME.id(), type, id),
        name,
        ACME.id(),
        "group",
        Samples.MADE);
  }

  private static Identity identity(Account account, String type, String name) {
    String id = "0717_" + name;
    return new Identity(
        id,
        new Crn("is", "us-south-1", account.id(), type, id),
        name,
        account.id(),
        "group",
        Samples.MADE);
  }
}
