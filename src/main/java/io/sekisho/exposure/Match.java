package io.sekisho.exposure;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One condition of a rule.
@FunctionalInterface
interface Match {
  Match ALWAYS = _ -> Truth.YES;
  Match NEVER = _ -> Truth.NO;
  Match UNCLEAR = _ -> Truth.UNCLEAR;

  /// Whether a rule is about a packet. The order counts: [#and] is the lesser one.
  enum Truth {
    NO,
    /// It depends on what is not known here.
    UNCLEAR,
    YES;

    static Truth of(boolean claim) {
      return claim ? YES : NO;
    }

    Truth and(Truth other) {
      return compareTo(other) < 0 ? this : other;
    }

    Truth or(Truth other) {
      return compareTo(other) > 0 ? this : other;
    }

    Truth not() {
      return switch (this) {
        case NO -> YES;
        case UNCLEAR -> UNCLEAR;
        case YES -> NO;
      };
    }
  }

  Truth of(Packet packet);

  default Match not() {
    return packet -> of(packet).not();
  }

  default Match not(boolean really) {
    return really ? not() : this;
  }

  default Match and(Match other) {
    return packet -> of(packet).and(other.of(packet));
  }

  default Match or(Match other) {
    return packet -> of(packet).or(other.of(packet));
  }

  static Match any(List<Match> matches) {
    return packet -> matches.stream().map(it -> it.of(packet)).reduce(Truth.NO, Truth::or);
  }

  static Match that(Function<Packet, Boolean> claim) {
    return packet -> Truth.of(claim.apply(packet));
  }

  static Match among(Function<Packet, Span> field, List<Span> spans) {
    return packet -> field.apply(packet).among(spans);
  }

  /// A device's name; one that ends in `wildcard` stands for all that begin so. A device that is
  /// not known is another one than the loopback: of that, it is known.
  static Match device(Function<Packet, Optional<String>> field, String name, char wildcard) {
    boolean beginning = name.indexOf(wildcard) == name.length() - 1 && !name.isEmpty();
    String start = beginning ? name.substring(0, name.length() - 1) : name;
    return packet ->
        field
            .apply(packet)
            .map(it -> Truth.of(beginning ? it.startsWith(start) : it.equals(name)))
            .orElse(name.equals("lo") ? Truth.NO : Truth.UNCLEAR);
  }

  /// Below a control group.
  static Match cgroup(String path) {
    return that(
        packet ->
            packet
                .owner()
                .flatMap(Owner::cgroup)
                .map(it -> path.isEmpty() || it.equals(path) || it.startsWith(path + "/"))
                .orElse(packet.owner().isPresent() && path.isEmpty()));
  }
}
