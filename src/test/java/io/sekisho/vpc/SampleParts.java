package io.sekisho.vpc;

import static io.sekisho.vpc.Samples.ACCOUNT;
import static io.sekisho.vpc.Samples.MADE;
import static io.sekisho.vpc.Samples.PROFILE_ID;
import static io.sekisho.vpc.Samples.REGION;
import static io.sekisho.vpc.Samples.RESOURCE_GROUP;
import static io.sekisho.vpc.Samples.ZONE;
import static io.sekisho.vpc.Samples.crn;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Compute.DefaultTrustedProfile;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Compute.Password;
import io.sekisho.vpc.Instance.CatalogOffering;
import java.util.List;
import java.util.Optional;

/// What the compute resources of [Samples] are put together from.
final class SampleParts {
  private SampleParts() {}

  static NetworkInterface frontInterface(int mark, int host) {
    return networkInterface(
        mark,
        Samples.subnet(),
        host,
        List.of(Ip.parse("10.240.0.110"), Ip.parse("fd00:5e:1::10")),
        List.of(
            new FloatingIp(
                identity("r006-f1000001", "floating-ip", ZONE, "front-door"),
                ZONE,
                Ip.parse("192.0.2.17"))),
        "eth0");
  }

  static NetworkInterface storageInterface(int mark, int host) {
    return networkInterface(mark, Samples.storageSubnet(), host, List.of(), List.of(), "eth1");
  }

  static NetworkInterface networkInterface(
      int mark, Subnet subnet, int host, List<Ip> more, List<FloatingIp> floating, String name) {
    String suffix = "%08x".formatted(mark);
    return new NetworkInterface(
        "0717-a0000000-" + suffix,
        name,
        16000,
        MADE,
        new VirtualNetworkInterface(
            identity("0717-c0000000-" + suffix, "virtual-network-interface", ZONE, name + "-vni"),
            mark,
            new Mac(0x02_00_00_00_00_00L + mark),
            subnet.vpc(),
            ZONE,
            subnet.id(),
            new ReservedIp(
                identity("0717-b0000000-" + suffix, "reserved-ip", ZONE, name + "-address"),
                subnet.id(),
                subnet.ipv4CidrBlock().first().plus(host),
                true),
            List.of(),
            more,
            floating,
            List.of(reference("security-group", REGION, "r006-c0000000", "web", "")),
            false,
            true,
            true,
            "auto"));
  }

  static Hardware richHardware() {
    return new Hardware(
        "gx3-16x80x1l4",
        80,
        new Hardware.Vcpu("amd64", 16, "intel", 50, Optional.of(150)),
        32000,
        24000,
        8000,
        "weighted",
        2,
        1,
        true,
        "tdx",
        Optional.of(new Hardware.Gpu(1, "nvidia", 24, "L4")),
        List.of(new Hardware.Disk("0717-e0000001", "scratch", "nvme", 600, MADE)));
  }

  static Hardware plainHardware() {
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

  static Initialization richInitialization() {
    return new Initialization(
        List.of(Samples.rsaKey().id(), Samples.edKey().id()),
        Optional.of("#cloud-config\nhostname: web-1\n"),
        Optional.of(new DefaultTrustedProfile(true, defaultProfile())),
        Optional.of(new Password("bm90IGEgcGFzc3dvcmQ=", Samples.rsaKey().id())));
  }

  static Reference defaultProfile() {
    Crn crn = new Crn("iam-identity", "", ACCOUNT, "profile", PROFILE_ID);
    return new Reference(crn.toString(), PROFILE_ID, "web", "trusted_profile");
  }

  static CatalogOffering offering() {
    return new CatalogOffering(
        Optional.of(crn("", "version", "2c9b1f5e").toString()),
        Optional.of(crn("", "plan", "hourly").toString()));
  }

  static VolumeAttachment volume(int number, String type) {
    String suffix = "%08x".formatted(number);
    return new VolumeAttachment(
        "0717-90000000-" + suffix,
        type + "-attachment",
        "0717-90000000-" + suffix + "-x7k2p",
        reference("volume", ZONE, "r006-80000000-" + suffix, type),
        500,
        type.equals("boot"),
        "attached",
        type,
        MADE);
  }

  static SoftwareAttachment licensedSoftware() {
    return new SoftwareAttachment(
        "70000000-0000-4000-8000-000000000001",
        "licensed",
        offering(),
        Optional.of(crn("", "offering-instance", "5a1f").toString()),
        List.of(
            new SoftwareAttachment.License("SKU-1", Optional.of("ABCD-EFGH-1234")),
            new SoftwareAttachment.License("SKU-2", Optional.empty())),
        "stable",
        MADE);
  }

  static SoftwareAttachment freeSoftware() {
    return new SoftwareAttachment(
        "70000000-0000-4000-8000-000000000002",
        "free",
        new CatalogOffering(Optional.empty(), Optional.empty()),
        Optional.empty(),
        List.of(),
        "pending",
        MADE);
  }

  static ClusterNetworkAttachment clusterNetwork(int number) {
    return new ClusterNetworkAttachment(
        "0717-6000000" + number,
        "rdma-" + number,
        reference("cluster-network", ZONE, "0717-50000000", "rdma"),
        new Reference(
            "", "0717-4000000" + number, "rdma-nic-" + number, "cluster_network_interface"),
        "stable");
  }

  static Subnet subnet(String id, String name, String block) {
    return new Subnet(
        identity(id, "subnet", ZONE, name),
        Samples.vpc().id(),
        ZONE,
        Prefix.parse(block),
        Optional.empty());
  }

  static Identity instanceIdentity(String id, String name) {
    return identity(id, "instance", ZONE, name);
  }

  static Identity identity(String id, String type, String location, String name) {
    return new Identity(id, crn(location, type, id), name, ACCOUNT, RESOURCE_GROUP, MADE);
  }

  static Reference reference(String type, String location, String id, String name) {
    return reference(type, location, id, name, type.replace('-', '_'));
  }

  static Reference reference(
      String type, String location, String id, String name, String resourceType) {
    return new Reference(crn(location, type, id).toString(), id, name, resourceType);
  }
}
