package io.sekisho.exposure;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.exposure.Match.Truth;
import java.math.BigInteger;
import java.util.List;

/// Numbers from one to another, both included: ports, users, or addresses. What is known of a
/// packet's value is one, too.
record Span(BigInteger low, BigInteger high) {
  /// Ports that programs ask from, unless they take pains.
  static final Span PORTS = of(1024, 65_535);

  private static final String MAPPED = "::ffff:";
  private static final BigInteger MAPPED_BITS = BigInteger.valueOf(0xffffL).shiftLeft(32);

  static Span of(long low, long high) {
    return new Span(BigInteger.valueOf(low), BigInteger.valueOf(high));
  }

  static Span of(long number) {
    return of(number, number);
  }

  static Span of(Ip ip) {
    BigInteger number = new BigInteger(1, ip.bytes());
    return new Span(number, number);
  }

  static Span of(Prefix prefix) {
    return new Span(of(prefix.first()).low, of(prefix.last()).low);
  }

  /// An address as rules have it, also one of IPv4 in an IPv6 address.
  ///
  /// @throws IllegalArgumentException if it is none
  static Span of(String address) {
    if (address.startsWith(MAPPED) && address.contains(".")) {
      BigInteger number = of(Ip.parse(address.substring(MAPPED.length()))).low.add(MAPPED_BITS);
      return new Span(number, number);
    }
    return of(Ip.parse(address));
  }

  /// The block that an address is in.
  ///
  /// @param length how many of its bits the block's addresses have in common
  static Span of(String address, int length) {
    int width = address.contains(":") ? 128 : 32;
    BigInteger first = of(address).low.shiftRight(width - length).shiftLeft(width - length);
    return new Span(
        first, first.add(BigInteger.ONE.shiftLeft(width - length)).subtract(BigInteger.ONE));
  }

  /// Every address of a family.
  static Span all(boolean v6) {
    return of(Prefix.parse(v6 ? "::/0" : "0.0.0.0/0"));
  }

  boolean isOne() {
    return low.equals(high);
  }

  boolean covers(Span other) {
    return low.compareTo(other.low) <= 0 && high.compareTo(other.high) >= 0;
  }

  boolean meets(Span other) {
    return low.compareTo(other.high) <= 0 && high.compareTo(other.low) >= 0;
  }

  /// Whether this value, which may be known only roughly, is one of these.
  Truth among(List<Span> spans) {
    if (spans.stream().anyMatch(it -> it.covers(this))) {
      return Truth.YES;
    }
    return spans.stream().anyMatch(it -> it.meets(this)) ? Truth.UNCLEAR : Truth.NO;
  }

  @Override
  public String toString() {
    return isOne() ? low.toString() : low + "-" + high;
  }
}
