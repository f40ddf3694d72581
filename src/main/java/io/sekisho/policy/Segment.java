package io.sekisho.policy;

import io.sekisho.address.Ip;
import java.util.Optional;

/// A subnet: what is within it, no network ACL stands between.
///
/// @param id the subnet's
/// @param acl the id of its network ACL; without one nothing enters and nothing leaves
/// @param publicGateway the address that its packets have on the internet; without one, only those
///   of interfaces with a floating IP get there
public record Segment(String id, Optional<String> acl, Optional<Ip> publicGateway) {
  public Segment {
    Names.expect(id);
    acl.ifPresent(Names::expect);
  }
}
