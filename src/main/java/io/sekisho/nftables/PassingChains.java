package io.sekisho.nftables;

import io.sekisho.policy.Place;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is the same for every packet between two interfaces, in the order in which it meets it: the
/// chain of its subnet, the network ACLs, whether it belongs to a connection, the security groups.
///
/// What those say stands in chains of their own; which of them a packet meets, a map says.
final class PassingChains {
  /// A reply to an address that asked for nothing can't be led past a group: who reports an error
  /// about a connection is one of its ends.
  private static final Chain RELATED =
      new Chain(
          "related",
          """
          ct original ip saddr . ip saddr @itself goto passed
          ct reply ip saddr . ip saddr @itself goto passed
          ct original ip6 saddr . ip6 saddr @itself6 goto passed
          ct reply ip6 saddr . ip6 saddr @itself6 goto passed
          counter name unrelated drop
          """);

  private static final Chain PASSING =
      new Chain(
          "passing",
          """
          type filter hook forward priority 0; policy drop;
          ip daddr 169.254.0.0/16 counter name unroutable drop
          ip6 daddr { fd00:ec2::/32, fe80::/10 } counter name unroutable drop
          iifname vmap @segment
          counter name unroutable
          """);

  /// Behind the subnet that a packet leaves: the one that it enters.
  private static final Chain ENTERS = new Chain("enters", "oifname vmap @enter\ndrop");

  private static final Chain STATES =
      new Chain(
          "states",
          """
          ct state established goto passed
          ct state related goto related
          ct state invalid iifname @stateful goto stray
          ct state invalid oifname @stateful goto stray
          ct state new tcp flags & (fin | syn | rst | ack) != syn iifname @stateful goto stray
          ct state new tcp flags & (fin | syn | rst | ack) != syn oifname @stateful goto stray
          goto begins
          """);

  private static final Chain STRAY = new Chain("stray", "counter name stray drop");

  private static final Chain PASSED =
      new Chain(
          "passed",
          """
          iifname @sent continue
          oifname @received continue
          accept
          """);

  private PassingChains() {}

  static List<Chain> all() {
    return List.of(
        PASSED,
        STRAY,
        dropping("denied_out", "iifname"),
        dropping("denied_in", "oifname"),
        RELATED,
        groups("ends", "oifname", "into", "refused_in"),
        groups("begins", "iifname", "out_of", "refused_out"),
        STATES,
        ENTERS,
        PASSING);
  }

  /// Counts for the interface, and drops.
  private static Chain dropping(String name, String end) {
    return new Chain(name, "%s @%s drop\ndrop".formatted(end, name));
  }

  /// One map for each group that an interface can be in: what one of them lets through is through.
  private static Chain groups(String name, String end, String map, String refused) {
    return new Chain(
        name,
        IntStream.rangeClosed(1, Place.MOST_GROUPS)
                .mapToObj(n -> "%s vmap @%s%d\n".formatted(end, map, n))
                .collect(Collectors.joining())
            + "%s @%s drop\ndrop".formatted(end, refused));
  }
}
