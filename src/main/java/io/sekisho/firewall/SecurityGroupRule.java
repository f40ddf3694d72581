package io.sekisho.firewall;

import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.Remote.Range;

/// Lets packets pass, and what answers them: no order, and nothing that forbids.
///
/// @param name one's own within the group
/// @param local of the addresses that the group's interfaces have, those that it is about
/// @param remote who is at the other end
/// @param protocol if with ports, with those of the destination alone
public record SecurityGroupRule(
    String id, String name, Direction direction, Range local, Remote remote, Protocol protocol) {
  public SecurityGroupRule {
    if (remote instanceof Range range && range.v6() != local.v6()) {
      throw new IllegalArgumentException("local and remote addresses are of one IP version");
    }
    if (protocol instanceof Transport transport && transport.source().isPresent()) {
      throw new IllegalArgumentException("a security group does not look at source ports");
    }
  }

  /// The first rule of a VPC's default group: its members may reach each other.
  ///
  /// @param group the group's id
  static SecurityGroupRule amongMembers(String id, String group) {
    return new SecurityGroupRule(
        id,
        "inbound-icmp-tcp-udp-from-this-security-group",
        Direction.INBOUND,
        Block.ALL,
        new Members(group),
        new IcmpTcpUdp());
  }

  /// The second one: they may reach everyone.
  static SecurityGroupRule toEveryone(String id) {
    return new SecurityGroupRule(
        id, "outbound-icmp-tcp-udp", Direction.OUTBOUND, Block.ALL, Block.ALL, new IcmpTcpUdp());
  }
}
