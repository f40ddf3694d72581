package io.sekisho.filter;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.estate.Refusal;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.Remote.Address;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.Remote.Range;
import java.util.Locale;
import java.util.Optional;

/// Reads what rules of security groups and of network ACLs have in common.
final class Ends {
  private Ends() {}

  static Optional<Direction> direction(Optional<String> said, String field) {
    return said.map(
        word -> constant(Direction.class, word, field + "direction", "Give inbound or outbound."));
  }

  /// The constant that a word names.
  static <E extends Enum<E>> E constant(Class<E> type, String word, String field, String help) {
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw Refusal.invalid(field, help);
  }

  /// Whether a rule is about IPv6, if it says: ours, IBM's rules are about IPv4.
  static Optional<Boolean> v6(Optional<String> said, String field) {
    return said.map(
        word ->
            switch (word) {
              case "ipv4" -> false;
              case "ipv6" -> true;
              default -> throw Refusal.invalid(field + "ip_version", "Give ipv4 or ipv6.");
            });
  }

  static Range everyone(boolean v6) {
    return v6 ? Block.ALL_V6 : Block.ALL;
  }

  static void expectFamily(boolean v6, Remote remote, String field) {
    if (remote instanceof Range range && range.v6() != v6) {
      throw Refusal.invalid(
          field, "%s is not IPv%d, as the rule is.".formatted(range.text(), v6 ? 6 : 4));
    }
  }

  /// Addresses, told in one of two ways.
  static Range range(Optional<String> address, Optional<String> block, String field) {
    if (address.isPresent() == block.isPresent()) {
      throw Refusal.invalid(field, "Give either address or cidr_block.");
    }
    return address.isPresent()
        ? Header.valid(field + ".address", () -> new Address(Ip.parse(address.get())))
        : Header.valid(field + ".cidr_block", () -> new Block(Prefix.parse(block.orElseThrow())));
  }
}
