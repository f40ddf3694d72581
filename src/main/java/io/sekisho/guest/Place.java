package io.sekisho.guest;

import io.sekisho.address.Ip;
import java.util.Optional;

/// What a listener knows about whoever connects to it.
///
/// @param vpc the VPC whose guests, and nobody else, reach the listener
/// @param only the one interface that reaches it, where each has a listener of its own (guests
///   simulated on loopback ports); empty where the peer's address tells
/// @param marked whether the kernel marks each packet with its interface, to be compared
public record Place(String vpc, Optional<Ip> only, boolean marked) {
  /// A listener inside a VPC's namespace: the peer's address names the interface, its mark confirms
  /// it.
  public static Place namespace(String vpc) {
    return new Place(vpc, Optional.empty(), true);
  }

  /// A listener that stands for one interface.
  public static Place standIn(String vpc, Ip address) {
    return new Place(vpc, Optional.of(address), false);
  }
}
