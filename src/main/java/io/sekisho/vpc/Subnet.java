package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.util.Optional;

/// A subnet of a VPC in one zone.
///
/// @param vpc the VPC's id
/// @param ipv6CidrBlock our extension: IBM's VPC is IPv4 only
public record Subnet(
    Identity identity,
    String vpc,
    String zone,
    Prefix ipv4CidrBlock,
    Optional<Prefix> ipv6CidrBlock) {
  public String id() {
    return identity.id();
  }

  /// The address of the subnet's router: the first host of the block.
  public Ip gateway() {
    return ipv4CidrBlock.first().plus(1);
  }

  public Reference reference() {
    return new Reference(identity.crn().toString(), identity.id(), identity.name(), "subnet");
  }
}
