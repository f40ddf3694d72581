package io.sekisho.crossing;

import io.sekisho.estate.Refusal;
import io.sekisho.explanation.PacketExplanation.Question;
import io.sekisho.firewall.Protocol;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Traffic;
import java.util.Locale;
import java.util.Optional;

/// Reads what is in a packet, and says it.
final class Header {
  /// The first of the ports that IANA has for nobody in particular.
  private static final int SOURCE_PORT = 49_152;

  private static final int LAST_PORT = 65_535;
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
      return new Content(
          protocol, port(said.sourcePort().orElse(SOURCE_PORT), "source_port"), port(port, "port"));
    }
    if (!icmp) {
      return Content.of(protocol);
    }
    if (said.code().isPresent() && said.type().isEmpty()) {
      throw Refusal.missing("type", "A code is one of a type's: give type, too.");
    }
    return new Content(
        protocol,
        octet(said.type().orElse(protocol == Traffic.ICMP ? ECHO : ECHO_V6), "type"),
        octet(said.code().orElse(0), "code"));
  }

  private static void expectNone(
      boolean has, Optional<Integer> said, String field, String message) {
    if (!has && said.isPresent()) {
      throw Refusal.invalid(field, message);
    }
  }

  private static int port(int port, String field) {
    return within(1, port, LAST_PORT, "A port", field);
  }

  private static int octet(int number, String field) {
    return within(0, number, LAST, "An ICMP " + field, field);
  }

  private static int within(int least, int number, int most, String what, String field) {
    if (number < least || number > most) {
      throw Refusal.invalid(field, "%s is a number from %d to %d.".formatted(what, least, most));
    }
    return number;
  }

  /// In any case; names as IBM's rules have them.
  private static int protocol(String said, boolean v6) {
    String word = said.strip().toLowerCase(Locale.ROOT).replaceFirst("^number_(?=\\d)", "");
    if (word.matches("\\d{1,3}") && Integer.parseInt(word) <= LAST) {
      int number = Integer.parseInt(word);
      return number == Traffic.ICMP && v6 ? Traffic.ICMPV6 : number;
    }
    return switch (word) {
      case "icmp" -> v6 ? Traffic.ICMPV6 : Traffic.ICMP;
      case "icmpv6" -> Traffic.ICMPV6;
      case "tcp" -> Traffic.TCP;
      case "udp" -> Traffic.UDP;
      default -> other(word);
    };
  }

  private static int other(String word) {
    if (Protocol.named(word).orElse(null) instanceof Protocol.Other(int number)) {
      return number;
    }
    throw Refusal.invalid(
        "protocol",
        "Give tcp, udp, icmp, %s, or a protocol's number, 0 to %d."
            .formatted(String.join(", ", Protocol.others()), LAST));
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
