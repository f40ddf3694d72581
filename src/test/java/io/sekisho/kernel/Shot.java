package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.policy.Packet;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Traffic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One packet of a test, which is known by its number wherever it arrives.
///
/// @param flow the number of the packet that began what this one is part of: its own, if it begins
/// @param step which part: 0 begins, 1 answers, 2 goes on
/// @param card the MAC address that it says it comes from
/// @param packet as the judge sees it
/// @param flags of a TCP header
/// @param quoted in an ICMP error, the packet that it is about
record Shot(
    int number,
    int flow,
    int step,
    Mac card,
    Packet packet,
    int flags,
    Shape shape,
    Optional<Shot> quoted) {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  /// How it goes on the wire.
  enum Shape {
    PLAIN,
    /// With an option that every router passes on.
    OPTIONS,
    LOOSE_ROUTE,
    STRICT_ROUTE,
    FRAGMENTS,
    ONLY_FIRST,
    ONLY_LAST,
    /// The header of a fragment, with all of it in this one.
    ATOMIC
  }

  static final int SCTP = 132;

  private static final int MAGIC = 0x5e41_5eed;
  private static final int UNITS = 4;
  private static final int PAYLOAD = 8 * UNITS;
  private static final int CUT = 32;
  private static final int WINDOW = 8192;
  private static final int MORE = 0x2000;

  Content content() {
    return packet.content();
  }

  boolean v6() {
    return packet.source().v6();
  }

  /// Whether all of it gets onto the wire, from whom it says.
  boolean whole(Mac own) {
    return card.equals(own) && shape != Shape.ONLY_FIRST && shape != Shape.ONLY_LAST;
  }

  /// Ports of its own for a protocol whose ports no rule looks at.
  int beginner() {
    return 1024 + flow % 60_000;
  }

  /// Which packet's remains these are, if they are one's.
  static Optional<Integer> number(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    for (int at = 14; at + 8 <= frame.length; at++) {
      if (bytes.getInt(at) == MAGIC) {
        return Optional.of(bytes.getInt(at + 4));
      }
    }
    return Optional.empty();
  }

  List<byte[]> frames() {
    byte[] whole = transport();
    List<byte[]> parts = new ArrayList<>();
    if (shape != Shape.ONLY_LAST && (isCut() || shape == Shape.ONLY_FIRST)) {
      parts.add(part(whole, 0, CUT));
    }
    if (shape == Shape.ONLY_LAST || isCut()) {
      parts.add(part(whole, CUT, whole.length));
    }
    if (parts.isEmpty()) {
      parts.add(part(whole, 0, whole.length));
    }
    return number % 2 == 0 ? parts : parts.reversed();
  }

  private boolean isCut() {
    return shape == Shape.FRAGMENTS;
  }

  private byte[] part(byte[] whole, int from, int to) {
    byte[] data = new byte[to - from];
    System.arraycopy(whole, from, data, 0, data.length);
    byte[] datagram = Header.network(this, data, from, to < whole.length);
    ByteBuffer frame = ByteBuffer.allocate(14 + datagram.length);
    frame.put(Header.bytes(Mac.parse(Wiring.HOST_MAC))).put(Header.bytes(card));
    return frame.putShort((short) (v6() ? 0x86dd : 0x0800)).put(datagram).array();
  }

  private byte[] transport() {
    Content it = content();
    return switch (it.protocol()) {
      case Traffic.TCP -> tcp();
      case Traffic.UDP ->
          summed(
              start(8)
                  .putShort((short) it.first())
                  .putShort((short) it.second())
                  .putShort((short) (8 + PAYLOAD)),
              6);
      case Traffic.ICMP, Traffic.ICMPV6 -> icmp();
      case SCTP -> sctp();
      default -> filled(start(8), 8);
    };
  }

  private byte[] tcp() {
    ByteBuffer tcp = start(20).putShort((short) content().first());
    tcp.putShort((short) content().second());
    int mine = step == 1 ? 5000 : 1000;
    int theirs = step == 1 ? 1000 : 5000;
    tcp.putInt((flags & SYN) != 0 ? mine : mine + 1 + PAYLOAD);
    tcp.putInt((flags & ACK) != 0 ? theirs + 1 + PAYLOAD : 0);
    tcp.putShort((short) (0x5000 | flags)).putShort((short) WINDOW);
    return summed(tcp, 16);
  }

  private byte[] icmp() {
    byte[] inside = quoted.map(Shot::beginning).orElse(new byte[0]);
    ByteBuffer icmp = start(8 + inside.length);
    icmp.put((byte) content().first()).put((byte) content().second()).putShort((short) 0);
    if (quoted.isPresent()) {
      icmp.putInt(0).put(inside);
    } else {
      icmp.putShort((short) flow).putShort((short) step);
    }
    return summed(icmp, 2);
  }

  /// What an ICMP error quotes: the header and 8 bytes.
  private byte[] beginning() {
    byte[] data = new byte[8];
    System.arraycopy(transport(), 0, data, 0, data.length);
    return Header.plain(this, data, PAYLOAD);
  }

  /// A chunk INIT, or INIT ACK, with the number in a parameter that nobody knows.
  private byte[] sctp() {
    boolean answers = step == 1;
    ByteBuffer sctp = start(12 + 20 + 4);
    sctp.putShort((short) (answers ? 2905 : beginner()));
    sctp.putShort((short) (answers ? beginner() : 2905)).putInt(answers ? 7 : 0).putInt(0);
    sctp.put((byte) (answers ? 2 : 1)).put((byte) 0).putShort((short) (20 + 4 + PAYLOAD));
    sctp.putInt(answers ? 8 : 7).putInt(WINDOW).putShort((short) 1).putShort((short) 1).putInt(1);
    sctp.putShort((short) 0xc001).putShort((short) (4 + PAYLOAD));
    byte[] bytes = filled(sctp, 36);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    ByteBuffer.wrap(bytes).putInt(8, Integer.reverseBytes((int) crc.getValue()));
    return bytes;
  }

  private static ByteBuffer start(int header) {
    return ByteBuffer.allocate(header + PAYLOAD);
  }

  private byte[] filled(ByteBuffer bytes, int header) {
    byte[] all = new byte[bytes.capacity()];
    bytes.get(0, all);
    ByteBuffer payload = ByteBuffer.wrap(all, header, PAYLOAD);
    while (payload.hasRemaining()) {
      payload.putInt(MAGIC).putInt(number);
    }
    return all;
  }

  /// With its checksum at this place; ICMP's is over the message alone (RFC 792), all the others'
  /// over the addresses, too.
  private byte[] summed(ByteBuffer header, int at) {
    byte[] bytes = filled(header, header.capacity() - PAYLOAD);
    ByteBuffer all = ByteBuffer.allocate(40 + bytes.length + bytes.length % 2);
    if (content().protocol() != Traffic.ICMP) {
      Ip source = packet.source();
      all.put(source.bytes()).put(packet.destination().bytes());
      all.putInt(bytes.length).putInt(content().protocol());
    }
    all.put(bytes);
    ByteBuffer.wrap(bytes).putShort(at, Header.checksum(all.array()));
    return bytes;
  }

  static int more(boolean more, int offset) {
    return (more ? MORE : 0) | offset / 8;
  }

  @Override
  public String toString() {
    return "#%d %s%s %s%s card %s%s"
        .formatted(
            number,
            packet,
            flow == number ? "" : " of #" + flow + " step " + step,
            shape,
            content().protocol() == Traffic.TCP ? " flags " + flags : "",
            card,
            quoted.map(it -> " about #" + it.number).orElse(""));
  }
}
