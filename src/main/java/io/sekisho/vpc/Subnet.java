package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A subnet of a VPC in one zone.
///
/// @param vpc the VPC's id
/// @param ipv6CidrBlock our extension: IBM's VPC is IPv4 only
/// @param networkAcl the id of its network ACL; absent only in documents older than those
/// @param routingTable the id of its routing table; absent only in documents older than those
/// @param publicGateway the id of its public gateway, if it has one
public record Subnet(
    Identity identity,
    String vpc,
    String zone,
    Prefix ipv4CidrBlock,
    Optional<Prefix> ipv6CidrBlock,
    Optional<String> networkAcl,
    Optional<String> routingTable,
    Optional<String> publicGateway)
    implements Resource {
  private static final int RESERVED = 4;

  /// One that names nothing but its VPC.
  public Subnet(
      Identity identity,
      String vpc,
      String zone,
      Prefix ipv4CidrBlock,
      Optional<Prefix> ipv6CidrBlock) {
    this(
        identity,
        vpc,
        zone,
        ipv4CidrBlock,
        ipv6CidrBlock,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Set<String> needs() {
    Set<String> all = new HashSet<>(Set.of(vpc));
    networkAcl.ifPresent(all::add);
    routingTable.ifPresent(all::add);
    publicGateway.ifPresent(all::add);
    return all;
  }

  /// Why an address of a block can't be anybody's own, if it can't: IBM's provider has the first
  /// four addresses and the last of each subnet.
  public static Optional<String> reserved(Prefix block, Ip ip) {
    if (ip.compareTo(firstFree(block)) < 0) {
      return Optional.of("the first four addresses of " + block + " are reserved");
    }
    return ip.equals(block.last())
        ? Optional.of("the last address of " + block + " is reserved")
        : Optional.empty();
  }

  /// The first address of a block that can be somebody's own.
  public static Ip firstFree(Prefix block) {
    return block.first().plus(RESERVED);
  }

  /// The address of the subnet's router: the first host of the block.
  public Ip gateway() {
    return ipv4CidrBlock.first().plus(1);
  }

  public Reference reference() {
    return reference("subnet");
  }
}
