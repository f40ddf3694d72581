package io.sekisho.host;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Compute resources to enforce, each with one interface; VPC `n` has the subnet 10.0.0.0/24, as
/// every other has.
public final class Fleet {
  private static final AccountId ACCOUNT = new AccountId("0123456789abcdef0123456789abcdef");

  private final Map<Integer, Compute> computes = new LinkedHashMap<>();
  private final List<SecurityGroup> groups = new ArrayList<>();
  private boolean accountServes = true;
  private Snapshot last = Snapshot.EMPTY;

  /// A guest whose mark, name and MAC come from its number.
  public Fleet with(int mark, int vpc, MetadataService service, String... addresses) {
    computes.put(mark, compute(vpc, service, nic(mark, vpc, addresses)));
    return this;
  }

  /// A guest that nobody serves, in groups of its own with so many rules each.
  Fleet grouped(int mark, int vpc, int count, int rules) {
    List<Reference> own = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SecurityGroup group = group("group-%d-%d".formatted(mark, i), vpc, rules);
      groups.add(group);
      own.add(group.reference());
    }
    computes.put(
        mark, compute(vpc, MetadataService.OFF, nic(mark, vpc, own, "10.0.0." + (mark + 4))));
    return this;
  }

  private static SecurityGroup group(String id, int vpc, int rules) {
    List<SecurityGroupRule> all = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      all.add(
          new SecurityGroupRule(
              id + "-" + i,
              "rule-" + i,
              Direction.INBOUND,
              Remote.Block.ALL,
              Remote.Block.ALL,
              new io.sekisho.firewall.Protocol.Any()));
    }
    return new SecurityGroup(identity(id, "security-group"), "vpc-" + vpc, false, all);
  }

  public Fleet without(int mark) {
    computes.remove(mark);
    return this;
  }

  public Fleet account(boolean serves) {
    accountServes = serves;
    return this;
  }

  public Snapshot snapshot() {
    List<Vpc> vpcs =
        computes.values().stream().map(Compute::vpc).distinct().map(Fleet::vpc).toList();
    Contents contents =
        Contents.of(
            Stream.of(
                    Stream.of(new Account(ACCOUNT, "acme", accountServes, Instant.EPOCH)),
                    vpcs.stream(),
                    vpcs.stream().map(Fleet::subnet),
                    groups.stream(),
                    computes.values().stream())
                .flatMap(each -> each)
                .toList());
    last = last.next(last.revision() + 1, contents);
    return last;
  }

  public static MetadataService http(int hops) {
    return new MetadataService(true, Protocol.HTTP, hops);
  }

  public static MetadataService https(int hops) {
    return new MetadataService(true, Protocol.HTTPS, hops);
  }

  public static Vpc vpc(int index) {
    return vpc("vpc-" + index);
  }

  public static Mac mac(int mark) {
    return new Mac(0x02_00_00_00_00_00L + mark);
  }

  public static NetworkInterface nic(int mark, int vpc, String... addresses) {
    return nic(mark, vpc, List.of(), addresses);
  }

  private static NetworkInterface nic(
      int mark, int vpc, List<Reference> groups, String... addresses) {
    return new NetworkInterface(
        "nic-" + mark,
        "eth0",
        1000,
        Instant.EPOCH,
        new VirtualNetworkInterface(
            identity("vni-" + mark, "virtual-network-interface"),
            mark,
            mac(mark),
            "vpc-" + vpc,
            "eu-de-1",
            "subnet-" + vpc,
            new ReservedIp(
                identity("ip-" + mark, "reserved-ip"),
                "subnet-" + vpc,
                Ip.parse(addresses[0]),
                true),
            List.of(),
            Arrays.stream(addresses).skip(1).map(Ip::parse).toList(),
            List.of(),
            groups,
            false,
            true,
            true,
            "auto"));
  }

  private static Vpc vpc(String id) {
    return new Vpc(identity(id, "vpc"), Integer.parseInt(id.substring(4)), "eu-de");
  }

  private static Subnet subnet(Vpc vpc) {
    return new Subnet(
        identity("subnet-" + vpc.index(), "subnet"),
        vpc.id(),
        "eu-de-1",
        Prefix.parse("10.0.0.0/24"),
        Optional.of(Prefix.parse("2001:db8::/64")));
  }

  private static Compute compute(int vpc, MetadataService service, NetworkInterface nic) {
    return new BareMetalServer(
        identity("server-" + nic.mark(), "bare-metal-server"),
        "vpc-" + vpc,
        "eu-de-1",
        "bx2-metal-96x384",
        service,
        0,
        Initialization.NONE,
        List.of(nic));
  }

  private static Identity identity(String id, String type) {
    Crn crn = new Crn("is", "eu-de", ACCOUNT, type, id);
    return new Identity(id, crn, id, ACCOUNT, "group", Instant.EPOCH);
  }
}
