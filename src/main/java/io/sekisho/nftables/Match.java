package io.sekisho.nftables;

import io.sekisho.address.Prefix;
import io.sekisho.firewall.Ports;
import io.sekisho.policy.Traffic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a rule is told which packets it is about.
final class Match {
  private Match() {}

  /// Those whose source or destination lies in a block; empty for one that is everybody.
  ///
  /// @param end `saddr` or `daddr`
  static String block(String end, Prefix prefix) {
    if (prefix.length() == 0) {
      return "";
    }
    String address = prefix.length() == prefix.first().width() ? "" + prefix.first() : "" + prefix;
    return "%s %s %s".formatted(family(prefix.first().v6()), end, address);
  }

  /// Those of one IP version to which all of this applies.
  static String ends(boolean v6, String one, String other) {
    String both = (one + " " + other).strip();
    return both.isEmpty() ? "meta nfproto " + (v6 ? "ipv6" : "ipv4") : both;
  }

  /// Those blocks of one IP version, as a set.
  static String anyOf(List<Prefix> blocks, boolean v6) {
    return blocks.stream()
        .filter(it -> it.first().v6() == v6)
        .map(Prefix::toString)
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  static String family(boolean v6) {
    return v6 ? "ip6" : "ip";
  }

  /// Empty for all there are; else it begins with a space.
  static String traffic(Traffic traffic) {
    List<Integer> protocols = traffic.protocols();
    if (protocols.isEmpty()) {
      return "";
    }
    if (traffic.icmpType().isPresent()) {
      return icmp(protocols.getFirst() == Traffic.ICMPV6 ? "icmpv6" : "icmp", traffic);
    }
    if (traffic.source().isPresent() || traffic.destination().isPresent()) {
      String layer = protocols.getFirst() == Traffic.TCP ? "tcp" : "udp";
      return ports(layer, "sport", traffic.source()) + ports(layer, "dport", traffic.destination());
    }
    return protocols.size() == 1
        ? " meta l4proto " + protocols.getFirst()
        : " meta l4proto @usual" + (protocols.contains(Traffic.ICMPV6) ? "6" : "");
  }

  /// What rules are about that are about more than one protocol. They have names, for the kernel
  /// looks at all sets of a table for the name of each that has none: ten thousand rules would take
  /// it half a minute.
  static List<Elements> protocols() {
    return List.of(usual("usual", Traffic.USUAL), usual("usual6", Traffic.USUAL_6));
  }

  private static Elements usual(String name, List<Integer> protocols) {
    return Elements.set(name, "inet_proto", protocols.stream().map(String::valueOf).toList());
  }

  private static String icmp(String family, Traffic traffic) {
    return " %s type %d".formatted(family, traffic.icmpType().orElseThrow())
        + traffic.icmpCode().map(it -> " %s code %d".formatted(family, it)).orElse("");
  }

  private static String ports(String layer, String end, Optional<Ports> ports) {
    return ports.map(it -> " %s %s %s".formatted(layer, end, span(it))).orElse("");
  }

  private static String span(Ports ports) {
    return ports.min() == ports.max() ? "" + ports.min() : ports.min() + "-" + ports.max();
  }
}
