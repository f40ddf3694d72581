package io.sekisho.address;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A 48-bit Ethernet address, printed as `02:00:00:00:00:01`.
public record Mac(long bits) {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  public Mac {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("a MAC address has 48 bits");
    }
  }

  /// Reads six pairs of hexadecimal digits joined by colons.
  ///
  /// @throws IllegalArgumentException if the text has another form, or is a group address
  public static Mac parse(String text) {
    if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a MAC address such as 02:00:00:00:00:01");
    }
    Mac mac = new Mac(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
    if ((mac.bits >>> 40 & 1) == 1) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is a group address, no interface has it");
    }
    return mac;
  }

  @Override
  public String toString() {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    return COLONS.formatHex(bytes, 2, Long.BYTES);
  }
}
