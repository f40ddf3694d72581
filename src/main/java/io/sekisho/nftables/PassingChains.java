package io.sekisho.nftables;

import io.sekisho.policy.Place;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is the same for every packet between two interfaces, in the order in which it meets it: the
/// network ACL of the subnet that it leaves, that of the one that it enters, the security groups of
/// the interface that it leaves, those of the one that it enters. Each is a chain of its own that
/// the kernel sends it to, and drops what nobody lets through.
///
/// What subnets, ACLs and groups say stands in chains of theirs; which of them a packet meets, a
/// map says. None leads from one of these to the next: the kernel looks for circles along each way
/// there is, and there would be as many as there are pairs of interfaces.
final class PassingChains {
  private static final Chain LEAVES =
      new Chain(
          "leaves",
          """
          type filter hook forward priority 0; policy drop;
          ip daddr 169.254.0.0/16 counter name unroutable drop
          ip6 daddr { fd00:ec2::/32, fe80::/10 } counter name unroutable drop
          iifname "up0" goto inwards
          oifname "up0" jump outwards
          iifname vmap @leave
          counter name unroutable
          """);

  private static final Chain ENTERS =
      new Chain(
          "enters",
          """
          type filter hook forward priority 1; policy drop;
          oifname "up0" accept
          oifname vmap @enter
          counter name unroutable
          """);

  /// Who reports an error about a connection is one of its ends, or on the way to one: else it
  /// would be a way past every group.
  private static final Chain RELATED =
      new Chain(
          "related",
          """
          meta l4proto != { icmp, icmpv6 } counter name unrelated drop
          iifname "up0" meta l4proto icmp accept
          ct original ip saddr . ip saddr @itself accept
          ct reply ip saddr . ip saddr @itself accept
          ct original ip6 saddr . ip6 saddr @itself6 accept
          ct reply ip6 saddr . ip6 saddr @itself6 accept
          counter name unrelated drop
          """);

  private static final Chain BEGINS =
      new Chain(
          "begins",
          """
          type filter hook forward priority 2; policy drop;
          ct state established accept
          ct state related goto related
          ct state invalid meta l4proto tcp iifname @stateful counter name stray drop
          ct state invalid meta l4proto tcp oifname @stateful counter name stray drop
          ct state new tcp flags & (fin | syn | rst | ack) != syn iifname @stateful counter name stray drop
          ct state new tcp flags & (fin | syn | rst | ack) != syn oifname @stateful counter name stray drop
          iifname "up0" accept
          """
              + groups("iifname", "out_of")
              + "iifname @refused_out drop");

  private static final Chain ENDS =
      new Chain(
          "ends",
          """
          type filter hook forward priority 3; policy drop;
          ct state { established, related } accept
          oifname "up0" accept
          """
              + groups("oifname", "into")
              + "oifname @refused_in drop");

  private static final Chain PASSED =
      new Chain(
          "passed",
          """
          type filter hook forward priority 4; policy accept;
          iifname @sent continue
          oifname @received continue
          """);

  private static final Chain DENIED_OUT = new Chain("denied_out", "iifname @denied_out drop\ndrop");

  private static final Chain DENIED_IN = new Chain("denied_in", "oifname @denied_in drop\ndrop");

  static final List<Chain> ALL =
      List.of(DENIED_OUT, DENIED_IN, RELATED, LEAVES, ENTERS, BEGINS, ENDS, PASSED);

  private PassingChains() {}

  /// One map for each group that an interface can be in: what one of them lets through is through.
  private static String groups(String end, String map) {
    return IntStream.rangeClosed(1, Place.MOST_GROUPS)
        .mapToObj(n -> "%s vmap @%s%d\n".formatted(end, map, n))
        .collect(Collectors.joining());
  }
}
