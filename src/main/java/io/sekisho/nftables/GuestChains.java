package io.sekisho.nftables;

import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.Addresses;
import java.util.List;

/// The rules that are the same for every port, in the order in which a packet meets them.
final class GuestChains {
  /// One entry a port. It is forgotten after a quiet minute.
  static final String SYNS =
      """
      type ifname
      size 65536
      flags dynamic, timeout
      timeout 60s
      """;

  /// -450 is before the kernel puts fragments together and tracks connections: no part of a packet
  /// gets that far of which it is not proven that it comes from where it says.
  private static final Chain ARRIVING =
      new Chain(
          "arriving",
          """
          type filter hook prerouting priority -450; policy drop;
          iifname "lo" accept
          ip option lsrr exists counter name malformed drop
          ip option ssrr exists counter name malformed drop
          exthdr rt exists counter name malformed drop
          iifname "up0" goto outside
          iifname . ether saddr . ip saddr @sender goto known
          iifname . ether saddr . ip6 saddr @sender6 goto known
          iifname . ether saddr . ip6 saddr @neighbour6 icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
          iifname . ether saddr @card ip6 saddr :: icmpv6 type nd-neighbor-solicit accept comment "duplicate address detection"
          iifname . ether saddr @card ip6 saddr { ::, fe80::/10 } icmpv6 type { nd-router-solicit, mld-listener-report, mld-listener-done, mld2-listener-report } drop comment "every kernel says so, nobody listens"
          iifname . ether saddr @forger goto stranger
          counter name spoofed
          iifname @spoofed_by drop
          """);

  /// Who may send as somebody else (allow_ip_spoofing) can't be nobody, nor another interface of
  /// the VPC: what that is asked in its own name would be taken for an answer. Nor does it speak to
  /// an address outside of one of them, which answers to what that asked there come to. And it asks
  /// nothing of the host.
  private static final Chain STRANGER =
      new Chain(
          "stranger",
          """
          ip saddr %s counter name spoofed drop
          ip6 saddr %s counter name spoofed drop
          ip saddr . ip saddr @itself counter name spoofed drop
          ip6 saddr . ip6 saddr @itself6 counter name spoofed drop
          ip daddr @public counter name spoofed drop
          fib daddr type { local, broadcast, anycast, multicast } counter name spoofed drop
          accept
          """
              .formatted(
                  Match.anyOf(Addresses.NOBODYS, false), Match.anyOf(Addresses.NOBODYS, true)));

  private static final Chain KNOWN =
      new Chain(
          "known",
          """
          meta mark set iifname map @mark_of
          ip daddr 169.254.169.254 goto asking
          ip6 daddr fd00:ec2::254 goto asking
          accept
          """);

  private static final Chain ASKING =
      new Chain(
          "asking",
          """
          ip frag-off & 0x3fff != 0 counter name malformed drop
          exthdr frag exists counter name malformed drop
          notrack
          accept
          """);

  private static final Chain ENTERING =
      new Chain(
          "entering",
          """
          type filter hook input priority 0; policy drop;
          iifname "lo" accept
          iifname "up0" drop
          icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
          ip daddr 169.254.169.254 goto service
          ip6 daddr fd00:ec2::254 goto service
          ip daddr 169.254.0.0/16 drop
          icmp type echo-request accept
          icmpv6 type echo-request accept
          """);

  private static final Chain OPEN = new Chain("open", "accept");

  private static final Chain SHUT = new Chain("shut", "reject with tcp reset");

  private static final Chain SENDING =
      new Chain(
          "sending",
          """
          type filter hook output priority -310; policy drop;
          oifname "lo" accept
          icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
          ip saddr 169.254.169.254 goto answering
          ip6 saddr fd00:ec2::254 goto answering
          icmp type { echo-reply, time-exceeded } accept
          icmp type destination-unreachable icmp code frag-needed accept
          icmpv6 type { echo-reply, time-exceeded, packet-too-big } accept
          """);

  private static final Chain ANSWERING =
      new Chain(
          "answering",
          """
          tcp flags & (fin | syn | rst | ack) == syn drop
          tcp sport { 80, 443 } notrack accept
          drop
          """);

  /// After every rewriting, so that nothing that the service sends leaves with another TTL. A port
  /// without a hop limit gets nothing. Who is where is told with all hops (RFC 4861, section 7.1).
  private static final Chain LEAVING =
      new Chain(
          "leaving",
          """
          type filter hook postrouting priority 300; policy accept;
          oifname "lo" accept
          oifname "up0" goto going
          icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
          ip saddr 169.254.0.0/16 oifname vmap @hops
          ip6 saddr fd00:ec2::254 oifname vmap @hops
          ip saddr 169.254.0.0/16 drop
          ip6 saddr fd00:ec2::254 drop
          """);

  /// Who has a card may ask for addresses, but only in its own name; from outside, for those that
  /// are there.
  static final Chain ARP =
      new Chain(
          "entering",
          """
          type filter hook input priority 0; policy drop;
          iifname "up0" arp operation request arp daddr ip @public accept
          iifname "up0" arp operation reply accept
          iifname "up0" drop
          iifname . ether saddr != @card counter name spoofed drop
          iifname . arp saddr ether . arp saddr ip @sender arp operation { request, reply } accept
          iifname . arp saddr ether @card arp saddr ip 0.0.0.0 arp operation request accept comment "address probe"
          counter name spoofed
          """);

  private GuestChains() {}

  static List<Chain> of(Limits limits) {
    return List.of(
        ARRIVING,
        STRANGER,
        KNOWN,
        ASKING,
        ENTERING,
        service(limits),
        OPEN,
        SHUT,
        SENDING,
        ANSWERING,
        LEAVING);
  }

  private static Chain service(Limits limits) {
    return new Chain(
        "service",
        """
        tcp flags & (fin | syn | rst | ack) == syn update @syns { iifname limit rate over %d/second burst %d packets } counter name flooding drop
        iifname . tcp dport vmap @door
        counter name unserved drop
        """
            .formatted(limits.synsPerSecond(), limits.synBurst()));
  }
}
