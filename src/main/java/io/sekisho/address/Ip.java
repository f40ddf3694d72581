package io.sekisho.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// An IPv4 or IPv6 address: one type for both, so that no code path can forget a family.
///
/// An IPv4 address keeps its 32 bits in `low`. IPv4-mapped IPv6 addresses are refused by [#parse]:
/// two spellings of one address would be two keys in every table.
public record Ip(boolean v6, long high, long low) implements Comparable<Ip> {
  public Ip {
    if (!v6 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /// Reads a literal such as `10.0.0.5` or `fd00:ec2::254`; names are never resolved.
  ///
  /// @throws IllegalArgumentException if the text is not a canonical decimal or IPv6 literal
  public static Ip parse(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    boolean wellFormed =
        v6
            ? text.matches("[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,8}")
            : text.matches("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    if (!wellFormed) {
      throw notAnAddress(text);
    }
    try {
      Ip ip = of(InetAddress.ofLiteral(text));
      if (ip.v6 != v6) {
        throw notAnAddress(text);
      }
      return ip;
    } catch (IllegalArgumentException e) {
      throw notAnAddress(text);
    }
  }

  /// The address of a socket's peer. Java itself turns IPv4-mapped addresses into IPv4.
  public static Ip of(InetAddress address) {
    return of(address.getAddress());
  }

  /// An address from its 4 or 16 bytes in network order.
  public static Ip of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> new Ip(false, 0, buffer.getInt() & 0xffff_ffffL);
      case 16 -> new Ip(true, buffer.getLong(), buffer.getLong());
      default -> throw new IllegalArgumentException("an address has 4 or 16 bytes");
    };
  }

  /// Number of bits of the family: 32 or 128.
  public int width() {
    return v6 ? 128 : 32;
  }

  /// The 4 or 16 bytes in network order.
  public byte[] bytes() {
    return v6
        ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
        : ByteBuffer.allocate(4).putInt((int) low).array();
  }

  /// The address `offset` places further on; wraps around like the hardware would.
  public Ip plus(long offset) {
    long sum = low + offset;
    if (!v6) {
      return new Ip(false, 0, sum & 0xffff_ffffL);
    }
    boolean carried = offset > 0 && Long.compareUnsigned(sum, low) < 0;
    boolean borrowed = offset < 0 && Long.compareUnsigned(sum, low) > 0;
    return new Ip(true, high + (carried ? 1 : 0) - (borrowed ? 1 : 0), sum);
  }

  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(bytes());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public int compareTo(Ip other) {
    int byFamily = Boolean.compare(v6, other.v6);
    int byHigh = byFamily != 0 ? byFamily : Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /// The canonical text: dotted decimal, or RFC 5952.
  @Override
  public String toString() {
    return v6 ? Rfc5952.print(bytes()) : toInetAddress().getHostAddress();
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException("\"" + text + "\" is not an IPv4 or IPv6 address");
  }
}
