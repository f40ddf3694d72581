package io.sekisho.policy;

import java.util.Optional;

/// What one checkpoint says of a packet.
///
/// @param at the interface before which it stands; empty for the way, and at the edge of the VPC
public record Checkpoint(Stand stand, Optional<Place> at, Reason reason) {
  /// Where checkpoints stand, in the order in which people think of them.
  public enum Stand {
    /// Whether the packet comes from where it says.
    ORIGIN,
    /// The sender's security groups.
    GROUPS_OUT,
    /// The network ACL of the sender's subnet.
    ACL_OUT,
    /// Whether there is a way to where it goes.
    ROUTE,
    /// The network ACL of the receiver's subnet.
    ACL_IN,
    /// The receiver's security groups.
    GROUPS_IN
  }

  public boolean passes() {
    return reason.passes();
  }
}
