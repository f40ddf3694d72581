package io.sekisho.firewall;

import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.Remote.Range;
import java.time.Instant;

/// Says of packets whether they pass, each by itself: what answers them needs a rule of its own.
///
/// @param name one's own within the ACL
public record NetworkAclRule(
    String id,
    String name,
    Instant createdAt,
    Action action,
    Direction direction,
    Range source,
    Range destination,
    Protocol protocol) {
  public NetworkAclRule {
    if (source.v6() != destination.v6()) {
      throw new IllegalArgumentException("source and destination are of one IP version");
    }
    if (action == Action.DENY && protocol instanceof IcmpTcpUdp) {
      throw new IllegalArgumentException("icmp_tcp_udp can be allowed, but not denied");
    }
  }

  /// What becomes of a packet.
  public enum Action {
    ALLOW,
    DENY
  }

  /// Lets everything pass in one direction.
  static NetworkAclRule allow(String id, String name, Instant createdAt, Direction direction) {
    return new NetworkAclRule(
        id, name, createdAt, Action.ALLOW, direction, Block.ALL, Block.ALL, new IcmpTcpUdp());
  }
}
