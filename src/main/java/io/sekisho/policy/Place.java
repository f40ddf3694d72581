package io.sekisho.policy;

import io.sekisho.address.Ip;
import java.util.List;
import java.util.Optional;

/// An interface, as far as it matters to whom it may speak.
///
/// @param mark the interface's
/// @param addresses its own; no other one of the VPC has them
/// @param segment the id of its subnet
/// @param groups the ids of its security groups, at most 5; without any, nothing passes
/// @param spoofing whether it may send from addresses that are no interface's
/// @param stateful whether TCP that belongs to no connection is dropped (IBM's protocol state
///   filtering)
/// @param floatingIp the address that it has on the internet, and is reached at
public record Place(
    int mark,
    List<Ip> addresses,
    String segment,
    List<String> groups,
    boolean spoofing,
    boolean stateful,
    Optional<Ip> floatingIp) {
  /// How many security groups one interface can be in (IBM's limit).
  public static final int MOST_GROUPS = 5;

  public Place {
    addresses = List.copyOf(addresses);
    groups = List.copyOf(groups);
    Names.expect(segment);
    groups.forEach(Names::expect);
    if (groups.size() > MOST_GROUPS) {
      throw new IllegalArgumentException(
          "an interface is in %d security groups, but at most %d"
              .formatted(groups.size(), MOST_GROUPS));
    }
  }

  /// The same with other addresses.
  public Place at(List<Ip> others) {
    return new Place(mark, others, segment, groups, spoofing, stateful, floatingIp);
  }

  /// The same with another address outside, or none.
  public Place outside(Optional<Ip> other) {
    return new Place(mark, addresses, segment, groups, spoofing, stateful, other);
  }

  /// Its own address that what is for its floating IP goes to; empty if it has none.
  public Optional<Ip> inner() {
    return floatingIp.flatMap(
        ip -> addresses.stream().filter(it -> it.v6() == ip.v6()).findFirst());
  }
}
