package io.sekisho.firewall;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which packets a rule is about, by their protocol and what is in its header.
public sealed interface Protocol {
  /// IBM's name of it, such as `tcp` or `number_88`.
  String word();

  /// Every protocol there is.
  record Any() implements Protocol {
    @Override
    public String word() {
      return "any";
    }
  }

  /// ICMP, TCP and UDP, and no other.
  record IcmpTcpUdp() implements Protocol {
    @Override
    public String word() {
      return "icmp_tcp_udp";
    }
  }

  /// @param type 0 to 254; every type, if absent
  /// @param code 0 to 255; every code, if absent
  record Icmp(Optional<Integer> type, Optional<Integer> code) implements Protocol {
    public static final int LAST_TYPE = 254;
    public static final int LAST_CODE = 255;

    public Icmp {
      if (type.filter(it -> it < 0 || it > LAST_TYPE).isPresent()) {
        throw new IllegalArgumentException("an ICMP type is between 0 and " + LAST_TYPE);
      }
      if (code.filter(it -> it < 0 || it > LAST_CODE).isPresent()) {
        throw new IllegalArgumentException("an ICMP code is between 0 and " + LAST_CODE);
      }
      if (code.isPresent() && type.isEmpty()) {
        throw new IllegalArgumentException("an ICMP code is one of a type's");
      }
    }

    @Override
    public String word() {
      return "icmp";
    }
  }

  /// TCP or UDP.
  ///
  /// @param source every port, if absent
  /// @param destination every port, if absent
  record Transport(Layer layer, Optional<Ports> source, Optional<Ports> destination)
      implements Protocol {
    @Override
    public String word() {
      return layer.name().toLowerCase(Locale.ROOT);
    }

    /// The same, with all ports told by none.
    public Transport plain() {
      return new Transport(
          layer,
          source.filter(it -> !it.equals(Ports.ALL)),
          destination.filter(it -> !it.equals(Ports.ALL)));
    }
  }

  /// The protocols that have ports.
  enum Layer {
    TCP,
    UDP;

    /// As in the IP header.
    public int number() {
      return this == TCP ? Numbers.TCP : Numbers.UDP;
    }
  }

  /// Any other one.
  ///
  /// @param number as in the IP header
  record Other(int number) implements Protocol {
    public Other {
      if (number < 0 || number > Numbers.LAST) {
        throw new IllegalArgumentException("a protocol's number is between 0 and " + Numbers.LAST);
      }
      if (number == Numbers.ICMP || number == Numbers.TCP || number == Numbers.UDP) {
        throw new IllegalArgumentException("ICMP, TCP and UDP are told by their names");
      }
    }

    @Override
    public String word() {
      return Optional.ofNullable(Numbers.WORDS.get(number)).orElse(Numbers.PREFIX + number);
    }
  }

  /// The protocol of a name, all of its packets; empty if IBM has no such name.
  ///
  /// @param word such as `tcp` or `number_88`; what has a name has no other
  static Optional<Protocol> named(String word) {
    return switch (word) {
      case "any" -> Optional.of(new Any());
      case "icmp_tcp_udp" -> Optional.of(new IcmpTcpUdp());
      case "icmp" -> Optional.of(new Icmp(Optional.empty(), Optional.empty()));
      case "tcp" -> Optional.of(all(Layer.TCP));
      case "udp" -> Optional.of(all(Layer.UDP));
      default -> Numbers.of(word).map(Other::new);
    };
  }

  /// The names of [Other] that are words, sorted.
  static List<String> others() {
    return Numbers.WORDS.values().stream().sorted().toList();
  }

  private static Protocol all(Layer layer) {
    return new Transport(layer, Optional.empty(), Optional.empty());
  }

  /// IANA's numbers, and the names that IBM has for them.
  final class Numbers {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int LAST = 255;
    static final String PREFIX = "number_";

    static final Map<Integer, String> WORDS =
        Map.of(
            4, "ip_in_ip",
            46, "rsvp",
            47, "gre",
            50, "esp",
            51, "ah",
            112, "vrrp",
            115, "l2tp",
            132, "sctp");

    private static final Pattern NUMBER = Pattern.compile(PREFIX + "(0|[1-9]\\d{0,2})");
    private static final Map<String, Integer> BY_WORD = new HashMap<>();

    static {
      WORDS.forEach((number, word) -> BY_WORD.put(word, number));
    }

    private Numbers() {}

    /// The number that a name stands for, if it is a name of [Other].
    static Optional<Integer> of(String word) {
      Matcher digits = NUMBER.matcher(word);
      if (!digits.matches()) {
        return Optional.ofNullable(BY_WORD.get(word));
      }
      int number = Integer.parseInt(digits.group(1));
      boolean named = number == ICMP || number == TCP || number == UDP || WORDS.containsKey(number);
      return named || number > LAST ? Optional.empty() : Optional.of(number);
    }
  }
}
