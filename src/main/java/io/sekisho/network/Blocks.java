package io.sekisho.network;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.estate.Refusal;
import java.util.List;
import java.util.Optional;

/// Reads the address blocks that bodies name.
final class Blocks {
  private static final int SHORTEST = 9;
  private static final int LONGEST = 29;

  /// Blocks that mean something of their own, as IBM has it, and this network and what is beyond
  /// multicast, which mean something on every host.
  private static final List<Prefix> RESERVED =
      List.of(
          Prefix.parse("0.0.0.0/8"),
          Prefix.parse("127.0.0.0/8"),
          Prefix.parse("161.26.0.0/16"),
          Prefix.parse("166.8.0.0/14"),
          Prefix.parse("169.254.0.0/16"),
          Prefix.parse("224.0.0.0/3"));

  private Blocks() {}

  /// A block of IPv4 addresses.
  ///
  /// @param field the member of the body
  static Prefix parsed(String text, String field) {
    Prefix block;
    try {
      block = Prefix.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(field, "This is no block: " + e.getMessage() + ".");
    }
    if (block.first().v6()) {
      throw Refusal.invalid(field, "%s is no IPv4 block.".formatted(block));
    }
    return block;
  }

  /// One that subnets may lie in.
  static Prefix usable(String text, String field) {
    Prefix block = parsed(text, field);
    if (block.length() < SHORTEST || block.length() > LONGEST) {
      throw Refusal.invalid(
          field, "The length of %s is not between %d and %d.".formatted(block, SHORTEST, LONGEST));
    }
    Optional<Prefix> reserved = RESERVED.stream().filter(block::overlaps).findFirst();
    if (reserved.isPresent()) {
      throw Refusal.invalid(
          field, "%s overlaps %s, which is reserved.".formatted(block, reserved.get()));
    }
    return block;
  }

  /// An IPv4 address.
  static Ip ip(String text, String field) {
    Ip ip;
    try {
      ip = Ip.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(field, "This is no address: " + e.getMessage() + ".");
    }
    if (ip.v6()) {
      throw Refusal.invalid(field, "%s is no IPv4 address.".formatted(ip));
    }
    return ip;
  }
}
