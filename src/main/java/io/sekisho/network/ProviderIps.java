package io.sekisho.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.address.Ip;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The reserved IPs of a subnet that nobody can have: IBM's provider keeps them for itself. They
/// follow from the subnet.
public final class ProviderIps {
  private static final List<String> FIRST =
      List.of(
          "ibm-network-address", "ibm-default-gateway", "ibm-dns-address", "ibm-reserved-address");

  private ProviderIps() {}

  public static List<ReservedIp> of(Subnet subnet) {
    List<ReservedIp> all = new ArrayList<>();
    for (int i = 0; i < FIRST.size(); i++) {
      all.add(ip(subnet, subnet.ipv4CidrBlock().first().plus(i), FIRST.get(i)));
    }
    all.add(ip(subnet, subnet.ipv4CidrBlock().last(), "ibm-broadcast-address"));
    return all;
  }

  private static ReservedIp ip(Subnet subnet, Ip address, String name) {
    UUID stable = UUID.nameUUIDFromBytes((subnet.id() + " " + name).getBytes(UTF_8));
    String id = subnet.id().replaceFirst("[-_].*", "-") + stable;
    Identity of = subnet.identity();
    Crn crn = new Crn(of.crn().service(), subnet.zone(), of.account(), "reserved-ip", id);
    return new ReservedIp(
        new Identity(id, crn, name, of.account(), of.resourceGroup(), of.createdAt()),
        subnet.id(),
        address,
        false);
  }
}
