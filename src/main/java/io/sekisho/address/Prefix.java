package io.sekisho.address;

/// A CIDR block such as `10.0.0.0/24`; bits beyond the length are zero.
public record Prefix(Ip first, int length) {
  public Prefix {
    if (length < 0 || length > first.width()) {
      throw new IllegalArgumentException("a prefix length is between 0 and " + first.width());
    }
    if (!masked(first, length).equals(first)) {
      throw new IllegalArgumentException(
          "%s/%d has bits beyond its length; write %s/%d"
              .formatted(first, length, masked(first, length), length));
    }
  }

  /// Reads `address/length`.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a CIDR block such as 10.0.0.0/24");
    }
    return new Prefix(
        Ip.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /// A single address.
  public static Prefix of(Ip ip) {
    return new Prefix(ip, ip.width());
  }

  /// The block of a length that an address lies in.
  public static Prefix around(Ip ip, int length) {
    return new Prefix(masked(ip, length), length);
  }

  /// Makes nothing: it is asked for every rule.
  public boolean contains(Ip ip) {
    if (ip.v6() != first.v6()) {
      return false;
    }
    return first.v6()
        ? (ip.high() & mask(length, 0, 64)) == first.high()
            && (ip.low() & mask(length, 64, 64)) == first.low()
        : (ip.low() & mask(length, 0, 32)) == first.low();
  }

  public boolean overlaps(Prefix other) {
    return contains(other.first) || other.contains(first);
  }

  /// Whether all of another block lies in this one.
  public boolean covers(Prefix other) {
    return length <= other.length && contains(other.first);
  }

  /// The last address: the broadcast address of an IPv4 subnet.
  public Ip last() {
    if (!first.v6()) {
      return new Ip(false, 0, first.low() | (~mask(length, 0, 32) & 0xffff_ffffL));
    }
    return new Ip(true, first.high() | ~mask(length, 0, 64), first.low() | ~mask(length, 64, 64));
  }

  @Override
  public String toString() {
    return first + "/" + length;
  }

  private static Ip masked(Ip ip, int length) {
    return ip.v6()
        ? new Ip(true, ip.high() & mask(length, 0, 64), ip.low() & mask(length, 64, 64))
        : new Ip(false, 0, ip.low() & mask(length, 0, 32));
  }

  /// The part of a netmask that covers `width` bits beginning at bit `from`.
  private static long mask(int length, int from, int width) {
    int ones = Math.clamp(length - from, 0, width);
    return ones == 0 ? 0 : (-1L << (width - ones)) & (width == 64 ? -1L : (1L << width) - 1);
  }
}
