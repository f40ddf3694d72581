package io.sekisho.guard;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.util.List;

/// Addresses that a policy guards.
///
/// @param name as policies write it: one of [Targets], or an address
/// @param scope which of what goes there is judged
public record Target(String name, List<Prefix> addresses, Scope scope) {
  private static final Prefix LOOPBACK = Prefix.parse("127.0.0.0/8");
  private static final Prefix MULTICAST = Prefix.parse("224.0.0.0/4");
  private static final Prefix RESERVED = Prefix.parse("240.0.0.0/4");
  private static final Prefix THIS_NETWORK = Prefix.parse("0.0.0.0/8");
  private static final Prefix LOOPBACK_6 = Prefix.parse("::/127");
  private static final Prefix MULTICAST_6 = Prefix.parse("ff00::/8");
  private static final Prefix LINK_LOCAL_6 = Prefix.parse("fe80::/10");
  private static final int SHORTEST = 24;
  private static final int SHORTEST_6 = 64;

  /// Which of what goes to a target is judged.
  public sealed interface Scope {
    /// Every packet.
    record Everything() implements Scope {}

    /// Every packet but those for DNS, NTP and DHCP, which clouds serve at the same address.
    record ButServices() implements Scope {}

    /// TCP to these ports.
    record TcpPorts(List<Integer> ports) implements Scope {
      public TcpPorts {
        ports = ports.stream().distinct().sorted().toList();
        if (ports.isEmpty() || ports.getFirst() < 1 || ports.getLast() > 65_535) {
          throw new IllegalArgumentException("needs at least one port between 1 and 65535.");
        }
      }
    }
  }

  public Target {
    addresses = List.copyOf(addresses);
  }

  /// An address, or a block of them, that a policy writes out.
  ///
  /// @param text such as `100.64.0.1` or `10.9.0.0/28`
  /// @throws IllegalArgumentException with a sentence that says why not: whatever would lock the
  ///   machine out is refused
  public static Target custom(String text, Scope scope) {
    Prefix prefix;
    try {
      prefix = text.contains("/") ? Prefix.parse(text) : Prefix.of(Ip.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"%s\" is neither a named target (%s) nor an address or a block of addresses."
              .formatted(text, String.join(", ", Targets.names())));
    }
    expectHarmless(prefix);
    return new Target(text, List.of(prefix), scope);
  }

  private static void expectHarmless(Prefix prefix) {
    refuse(prefix, prefix.length() == 0, "is every address there is");
    refuse(
        prefix,
        prefix.overlaps(LOOPBACK) || prefix.overlaps(LOOPBACK_6),
        "has this machine's own loopback in it");
    refuse(
        prefix,
        prefix.overlaps(MULTICAST)
            || prefix.overlaps(MULTICAST_6)
            || prefix.overlaps(RESERVED)
            || prefix.overlaps(THIS_NETWORK),
        "has addresses in it at which no service can be");
    refuse(
        prefix,
        prefix.overlaps(LINK_LOCAL_6) && prefix.length() < prefix.first().width(),
        "has the link-local addresses of routers and neighbours in it");
    refuse(
        prefix,
        prefix.length() < (prefix.first().v6() ? SHORTEST_6 : SHORTEST),
        "is wider than /"
            + (prefix.first().v6() ? SHORTEST_6 : SHORTEST)
            + ", and who logs in to this machine may come from there");
  }

  private static void refuse(Prefix prefix, boolean wrong, String why) {
    if (wrong) {
      throw new IllegalArgumentException(
          "%s %s: name the service's own address.".formatted(prefix, why));
    }
  }
}
