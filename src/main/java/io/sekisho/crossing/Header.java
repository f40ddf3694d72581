package io.sekisho.crossing;

import io.sekisho.estate.Refusal;
import io.sekisho.explanation.PacketExplanation.Question;
import io.sekisho.firewall.Protocol;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Traffic;
import java.util.Optional;

/// Reads what is in a packet, and says it.
final class Header {
  /// The first of the ports that IANA has for nobody in particular.
  private static final int SOURCE_PORT = 49_152;

  private static final int LAST = 255;
  private static final int ECHO = 8;
  private static final int ECHO_V6 = 128;

  private Header() {}

  /// @throws Refusal if there is no such packet
  static Content read(Question said, boolean v6) {
    int protocol = protocol(said.protocol(), v6);
    boolean ports = hasPorts(protocol);
    boolean icmp = isIcmp(protocol);
    expectNone(ports, said.port(), "port", "Only tcp and udp have ports: leave port out.");
    expectNone(
        ports, said.sourcePort(), "source_port", "Only tcp and udp have ports: leave it out.");
    expectNone(icmp, said.type(), "type", "Only icmp has types: leave type out.");
    expectNone(icmp, said.code(), "code", "Only icmp has codes: leave code out.");
    if (ports) {
      int port =
          said.port()
              .orElseThrow(
                  () -> Refusal.missing("port", "Give the port to which it goes, such as 443."));
      return content(protocol, said.sourcePort().orElse(SOURCE_PORT), port, "port");
    }
    if (!icmp) {
      return Content.of(protocol);
    }
    if (said.code().isPresent() && said.type().isEmpty()) {
      throw Refusal.missing("type", "A code is one of a type's: give type, too.");
    }
    return content(
        protocol,
        said.type().orElse(protocol == Traffic.ICMP ? ECHO : ECHO_V6),
        said.code().orElse(0),
        "type");
  }

  private static void expectNone(
      boolean has, Optional<Integer> said, String field, String message) {
    if (!has && said.isPresent()) {
      throw Refusal.invalid(field, message);
    }
  }

  private static Content content(int protocol, int first, int second, String field) {
    try {
      return new Content(protocol, first, second);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(field, "There is no such packet: %s.".formatted(e.getMessage()));
    }
  }

  private static int protocol(String said, boolean v6) {
    String word = said.matches("\\d{1,3}") ? "number_" + Integer.parseInt(said) : said;
    return switch (word) {
      case "icmp", "number_1" -> v6 ? Traffic.ICMPV6 : Traffic.ICMP;
      case "tcp", "number_6" -> Traffic.TCP;
      case "udp", "number_17" -> Traffic.UDP;
      default -> other(said, word);
    };
  }

  private static int other(String said, String word) {
    if (Protocol.named(word).orElse(null) instanceof Protocol.Other(int number)) {
      return number;
    }
    if (said.matches("\\d{1,3}") && Integer.parseInt(said) <= LAST) {
      return Integer.parseInt(said);
    }
    throw Refusal.invalid(
        "protocol", "Give tcp, udp, icmp, or a protocol's number, 0 to %d.".formatted(LAST));
  }

  static boolean hasPorts(int protocol) {
    return protocol == Traffic.TCP || protocol == Traffic.UDP;
  }

  static boolean isIcmp(int protocol) {
    return protocol == Traffic.ICMP || protocol == Traffic.ICMPV6;
  }

  /// The protocol's name, or else its number.
  static String word(Content content) {
    return switch (content.protocol()) {
      case Traffic.ICMP -> "icmp";
      case Traffic.ICMPV6 -> "icmpv6";
      case Traffic.TCP -> "tcp";
      case Traffic.UDP -> "udp";
      default -> Integer.toString(content.protocol());
    };
  }
}
