package io.sekisho.firewall;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;

/// With whom a security group lets its members speak.
public sealed interface Remote {
  /// Addresses, told by themselves.
  sealed interface Range extends Remote {
    /// All of them.
    Prefix prefix();

    default boolean contains(Ip ip) {
      return prefix().contains(ip);
    }

    default boolean v6() {
      return prefix().first().v6();
    }

    /// As it was told: an address or a block.
    String text();

    /// Reads an address, or a block such as `10.0.0.0/8`.
    ///
    /// @throws IllegalArgumentException with a sentence that says what is wrong
    static Range parse(String text) {
      return text.indexOf('/') < 0 ? new Address(Ip.parse(text)) : new Block(Prefix.parse(text));
    }
  }

  /// A single address.
  record Address(Ip ip) implements Range {
    @Override
    public Prefix prefix() {
      return Prefix.of(ip);
    }

    @Override
    public String text() {
      return ip.toString();
    }
  }

  /// A block of them.
  record Block(Prefix prefix) implements Range {
    /// Every IPv4 address.
    public static final Block ALL = new Block(Prefix.parse("0.0.0.0/0"));

    /// Every IPv6 address.
    public static final Block ALL_V6 = new Block(Prefix.parse("::/0"));

    @Override
    public String text() {
      return prefix.toString();
    }
  }

  /// The addresses that the interfaces of a security group have.
  ///
  /// @param id the security group's
  record Members(String id) implements Remote {}
}
