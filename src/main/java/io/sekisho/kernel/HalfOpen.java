package io.sekisho.kernel;

import io.sekisho.address.Ip;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A handshake that the peer began and has not completed.
///
/// @param retransmits how often the answer to its first packet was sent again because nothing came;
///   one that was sent again because the peer repeated itself is not counted
record HalfOpen(Ip peer, int port, int retransmits) {
  /// TCP_NEW_SYN_RECV and TCP_SYN_RECV both are shown as this.
  private static final String SYN_RECV = "03";

  /// Those in the namespace of the calling thread.
  static List<HalfOpen> read() throws IOException {
    List<HalfOpen> found = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String[] column : Proc.table(table).toList()) {
        if (column[3].equals(SYN_RECV)) {
          found.add(
              new HalfOpen(ip(column[2]), port(column[2]), HexFormat.fromHexDigits(column[6])));
        }
      }
    }
    return found;
  }

  private static int port(String text) {
    return HexFormat.fromHexDigits(text.substring(text.indexOf(':') + 1));
  }

  /// Reads the address of `address:port`, where the address is printed in words of the host's byte
  /// order.
  static Ip ip(String text) throws IOException {
    byte[] words = HexFormat.of().parseHex(text.substring(0, text.indexOf(':')));
    ByteBuffer host = ByteBuffer.wrap(words);
    ByteBuffer wire = ByteBuffer.allocate(words.length).order(ByteOrder.nativeOrder());
    while (host.hasRemaining()) {
      wire.putInt(host.getInt());
    }
    // By way of InetAddress, for a listener of both families sees IPv4 peers as mapped addresses.
    return Ip.of(InetAddress.getByAddress(wire.array()));
  }
}
