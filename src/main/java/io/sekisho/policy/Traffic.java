package io.sekisho.policy;

import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Any;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import io.sekisho.firewall.Protocol.Other;
import io.sekisho.firewall.Protocol.Transport;
import java.util.List;
import java.util.Optional;

/// Which packets between two ends a rule is about. What is absent is of no matter.
///
/// @param protocols numbers as in the IP header: one, at most 255; or [#USUAL], or [#USUAL_6]; none
///   for all there are
/// @param source ports, with TCP or UDP alone
/// @param destination ports, with TCP or UDP alone
/// @param icmpType with ICMP or ICMPv6 alone
/// @param icmpCode one of the type's
public record Traffic(
    List<Integer> protocols,
    Optional<Ports> source,
    Optional<Ports> destination,
    Optional<Integer> icmpType,
    Optional<Integer> icmpCode) {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMPV6 = 58;

  /// More than one protocol is these alone: ICMP, TCP and UDP of either IP version.
  public static final List<Integer> USUAL = List.of(ICMP, TCP, UDP);

  public static final List<Integer> USUAL_6 = List.of(TCP, UDP, ICMPV6);

  private static final int BYTE = 255;

  public Traffic {
    protocols = List.copyOf(protocols);
    expectByte(protocols);
    if (protocols.size() > 1 && !protocols.equals(USUAL) && !protocols.equals(USUAL_6)) {
      throw new IllegalArgumentException("no rule is about these protocols: " + protocols);
    }
    expectByte(icmpType.stream().toList());
    expectByte(icmpCode.stream().toList());
    boolean ports = source.isPresent() || destination.isPresent();
    if (ports && !protocols.equals(List.of(TCP)) && !protocols.equals(List.of(UDP))) {
      throw new IllegalArgumentException("only TCP and UDP have ports");
    }
    if (icmpType.isPresent()
        && !protocols.equals(List.of(ICMP))
        && !protocols.equals(List.of(ICMPV6))) {
      throw new IllegalArgumentException("only ICMP has types");
    }
    if (icmpCode.isPresent() && icmpType.isEmpty()) {
      throw new IllegalArgumentException("an ICMP code is one of a type's");
    }
  }

  private static void expectByte(List<Integer> numbers) {
    if (numbers.stream().anyMatch(it -> it < 0 || it > BYTE)) {
      throw new IllegalArgumentException("a number beyond " + BYTE + " in a header");
    }
  }

  /// Whether it is about a packet. Makes nothing.
  boolean covers(Packet.Content content) {
    return (protocols.isEmpty() || has(content.protocol()))
        && (source.isEmpty() || source.get().contains(content.first()))
        && (destination.isEmpty() || destination.get().contains(content.second()))
        && (icmpType.isEmpty() || icmpType.get() == content.first())
        && (icmpCode.isEmpty() || icmpCode.get() == content.second());
  }

  private boolean has(int protocol) {
    for (int i = 0; i < protocols.size(); i++) {
      if (protocols.get(i) == protocol) {
        return true;
      }
    }
    return false;
  }

  private static final Traffic ALL = of(List.of());

  private static Traffic of(List<Integer> protocols) {
    return new Traffic(
        protocols, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// What a rule's protocol means for addresses of one IP version: with IPv6 ones, ICMP is ICMPv6.
  static Traffic of(Protocol protocol, boolean v6) {
    int icmp = v6 ? ICMPV6 : ICMP;
    return switch (protocol) {
      case Any() -> ALL;
      case IcmpTcpUdp() -> of(v6 ? USUAL_6 : USUAL);
      case Icmp(Optional<Integer> type, Optional<Integer> code) ->
          new Traffic(List.of(icmp), Optional.empty(), Optional.empty(), type, code);
      case Transport(var layer, Optional<Ports> source, Optional<Ports> destination) ->
          new Traffic(
              List.of(layer.number()), source, destination, Optional.empty(), Optional.empty());
      case Other(int number) -> of(List.of(number));
    };
  }
}
