package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.util.List;
import java.util.Optional;

/// A subnet: what is within it, no network ACL stands between.
///
/// @param id the subnet's
/// @param blocks its addresses, the IPv4 ones first: those that no interface has, are nowhere
/// @param acl the id of its network ACL; without one nothing enters and nothing leaves
/// @param publicGateway the address that its packets have on the internet; without one, only those
///   of interfaces with a floating IP get there
public record Segment(
    String id, List<Prefix> blocks, Optional<String> acl, Optional<Ip> publicGateway) {
  public Segment {
    blocks = List.copyOf(blocks);
    Names.expect(id);
    acl.ifPresent(Names::expect);
  }

  /// The address at which the host answers as its router, if it has one: the first host of its IPv4
  /// block.
  public Optional<Ip> gateway() {
    return blocks.stream()
        .map(Prefix::first)
        .filter(it -> !it.v6())
        .findFirst()
        .map(it -> it.plus(1));
  }
}
