package io.sekisho.filter;

import io.sekisho.estate.Refusal;
import io.sekisho.firewall.NetworkAclRule.Action;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Any;
import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import java.time.LocalDate;
import java.util.Optional;

/// How rules call their protocols, as of a version of the API: in 2025 `all`, which had been ICMP,
/// TCP and UDP where it allowed something, and everything where it denied, got names that say so.
public enum Dialect {
  EARLIER("all", "icmp_tcp_udp"),
  PRESENT("icmp_tcp_udp", "all");

  private static final LocalDate CHANGE = LocalDate.of(2025, 12, 9);

  private final String three;
  private final String others;

  Dialect(String three, String others) {
    this.three = three;
    this.others = others;
  }

  /// The one of a version.
  public static Dialect at(LocalDate version) {
    return version.isBefore(CHANGE) ? EARLIER : PRESENT;
  }

  /// What a protocol is called.
  public String word(Protocol protocol, Action action) {
    boolean deniesAll = protocol instanceof Any && action == Action.DENY;
    return protocol instanceof IcmpTcpUdp || (this == EARLIER && deniesAll)
        ? three
        : protocol.word();
  }

  /// The protocol of a name, all of its packets.
  ///
  /// @param said as in the body
  /// @throws Refusal 400 if there is none
  Protocol protocol(Optional<String> said, Action action, String field) {
    String word =
        said.orElseThrow(() -> Refusal.missing(field, "Say which protocol, such as tcp."));
    if (word.equals(others)) {
      throw Refusal.invalid(
          field, "As of this version, ICMP, TCP and UDP together are called %s.".formatted(three));
    }
    if (!word.equals(three)) {
      return Protocol.named(word)
          .orElseThrow(
              () ->
                  Refusal.invalid(
                      field,
                      "Give a protocol's name, such as any, %s, tcp or gre, or number_N for one that has none."
                          .formatted(three)));
    }
    return meant(new IcmpTcpUdp(), action);
  }

  /// What a rule's protocol becomes if it is to allow what it denied, or to deny what it allowed.
  Protocol turned(Protocol protocol, Action action) {
    return this == EARLIER && protocol instanceof Any && action == Action.ALLOW
        ? new IcmpTcpUdp()
        : meant(protocol, action);
  }

  private Protocol meant(Protocol protocol, Action action) {
    return this == EARLIER && protocol instanceof IcmpTcpUdp && action == Action.DENY
        ? new Any()
        : protocol;
  }
}
