package io.sekisho.credential;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Hardware;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// An account with a VPC and compute resources in it.
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00.363Z");
  static final AccountId ACCOUNT = new AccountId("aa2432b1fa4d4ace891e9b80fc104e34");
  static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
  static final String WEB = "0717_1e09281b-f177-46fb-baf1-bc152b2e391a";
  static final String DB = "0717_2e09281b-f177-46fb-baf1-bc152b2e391b";
  static final TrustedProfile PROFILE =
      new TrustedProfile(
          "Profile-8dd84246-7df4-4667-94e4-8cede51d5ac5",
          ACCOUNT,
          "reader",
          "",
          List.of(),
          List.of(),
          MADE,
          MADE);

  private static final String GROUP = "fee82deba12e4c0fb69c3b09d1f12345";
  private static final Vpc VPC =
      new Vpc(identity("vpc", "r006-4727d842-f94f-4a2d-824a-9bc9b02c523b", "prod"), 1, "us-south");

  private Samples() {}

  /// An instance that acts as [#PROFILE].
  static Holder assumed() {
    return Holder.of(web(), PROFILE, "link-1");
  }

  static Subject web() {
    return instance(WEB, 0, 1);
  }

  static Subject db() {
    return instance(DB, 0, 1);
  }

  static Subject revoked(int generation) {
    return instance(WEB, generation, 1);
  }

  /// An instance with this many interfaces, each in a subnet of its own and with 10 addresses.
  static Subject wide(int interfaces) {
    return instance(WEB, 0, interfaces);
  }

  static Subject bareMetal() {
    String id = "0717-3e09281b-f177-46fb-baf1-bc152b2e391c";
    return subject(
        new BareMetalServer(
            identity("bare-metal-server", id, "metal"),
            VPC.id(),
            "us-south-1",
            "bx2-metal-96x384",
            MetadataService.OFF,
            0,
            Compute.Initialization.NONE,
            List.of(nic(1, 1))));
  }

  static <T> T granted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) -> throw new AssertionError(problem.toString());
    };
  }

  static <T> Problem refused(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> throw new AssertionError("accepted: " + value);
      case Outcome.Refused<T>(Problem problem) -> problem;
    };
  }

  private static Subject instance(String id, int generation, int interfaces) {
    return subject(
        new Instance(
            identity("instance", id, "web"),
            VPC.id(),
            "us-south-1",
            MetadataService.OFF,
            generation,
            Instance.Lifecycle.RUNNING,
            hardware(),
            Instance.Scheduling.STANDARD,
            Optional.empty(),
            Optional.empty(),
            Compute.Initialization.NONE,
            IntStream.rangeClosed(1, interfaces).mapToObj(i -> nic(i, interfaces)).toList(),
            List.of(),
            List.of(),
            List.of()));
  }

  private static Subject subject(Compute compute) {
    Map<String, Subnet> subnets = new HashMap<>();
    compute.interfaces().forEach(nic -> subnets.put(nic.subnet(), subnet(nic)));
    return new Subject(
        compute,
        new Account(ACCOUNT, "acme", true, MADE),
        VPC,
        subnets,
        List.of(),
        Optional.empty(),
        "Default");
  }

  private static Subnet subnet(NetworkInterface nic) {
    return new Subnet(
        identity("subnet", nic.subnet(), "front"),
        VPC.id(),
        "us-south-1",
        Prefix.parse("10.240." + nic.mark() + ".0/24"),
        Optional.empty());
  }

  private static NetworkInterface nic(int number, int of) {
    Ip own = Ip.parse("10.240." + number + ".4");
    String subnet = "0717-bfd876fe-2f3a-4bd7-8f7b-4ea8d2b4e5f" + number;
    return new NetworkInterface(
        "0717-54eb57ee-86f2-4796-90bb-d7874e0831e" + number,
        "eth" + number,
        1000,
        MADE,
        new VirtualNetworkInterface(
            identity("virtual-network-interface", "0717-vni" + number, "vni"),
            number,
            new Mac(0x02_00_00_00_00_00L + number),
            VPC.id(),
            "us-south-1",
            subnet,
            new ReservedIp(identity("reserved-ip", "0717-ip" + number, "ip"), subnet, own, true),
            List.of(),
            of == 1 ? List.of() : IntStream.range(5, 14).mapToObj(own::plus).toList(),
            List.of(
                new FloatingIp(
                    identity("floating-ip", "r006-fip" + number, "fip"),
                    "us-south-1",
                    Ip.parse("203.0.113." + number))),
            List.of(),
            false,
            true,
            true,
            "auto"));
  }

  private static Hardware hardware() {
    return new Hardware(
        "bx2-2x8",
        8,
        new Hardware.Vcpu("amd64", 2, "intel", 100, Optional.empty()),
        4000,
        3000,
        1000,
        "pooled",
        1,
        2,
        false,
        "disabled",
        Optional.empty(),
        List.of());
  }

  private static Identity identity(String type, String id, String name) {
    Crn crn = new Crn("is", "us-south-1", ACCOUNT, type, id);
    return new Identity(id, crn, name, ACCOUNT, GROUP, MADE);
  }
}
