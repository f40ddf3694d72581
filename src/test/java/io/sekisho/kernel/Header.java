package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.kernel.Shot.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// IP headers around what a packet carries.
final class Header {
  private static final int TTL = 64;
  private static final int ATOMIC_V6 = 44;
  private static final int ROUTING = 43;

  private Header() {}

  /// @param data of the datagram, from this offset on
  static byte[] network(Shot shot, byte[] data, int offset, boolean more) {
    return shot.v6() ? v6(shot, data, offset, more) : v4(shot, data, offset, more, options(shot));
  }

  /// The datagram's first bytes, without anything that is special.
  ///
  /// @param missing how many bytes the datagram has more
  static byte[] plain(Shot shot, byte[] data, int missing) {
    byte[] whole =
        shot.v6()
            ? v6(shot, shot.content().protocol(), new byte[0], padded(data, missing))
            : v4(shot, padded(data, missing), 0, false, new byte[0]);
    return Arrays.copyOf(whole, whole.length - missing);
  }

  private static byte[] padded(byte[] data, int more) {
    return Arrays.copyOf(data, data.length + more);
  }

  private static byte[] v4(Shot shot, byte[] data, int offset, boolean more, byte[] options) {
    int length = 20 + options.length;
    ByteBuffer header = ByteBuffer.allocate(length + data.length);
    header.put((byte) (0x40 | length / 4)).put((byte) 0).putShort((short) header.capacity());
    header.putShort((short) shot.number()).putShort((short) Shot.more(more, offset));
    header.put((byte) TTL).put((byte) shot.content().protocol()).putShort((short) 0);
    header.put(shot.packet().source().bytes()).put(shot.packet().destination().bytes());
    header.put(options);
    header.putShort(10, checksum(Arrays.copyOf(header.array(), length)));
    return header.put(data).array();
  }

  /// Record route, or loose or strict source route, by way of the sender's own address.
  private static byte[] options(Shot shot) {
    return switch (shot.shape()) {
      case OPTIONS -> new byte[] {7, 7, 4, 0, 0, 0, 0, 0};
      case LOOSE_ROUTE -> route(131, shot.packet().destination());
      case STRICT_ROUTE -> route(137, shot.packet().destination());
      case PLAIN, FRAGMENTS, ONLY_FIRST, ONLY_LAST, ATOMIC -> new byte[0];
    };
  }

  private static byte[] route(int kind, Ip by) {
    ByteBuffer option = ByteBuffer.allocate(8).put((byte) kind).put((byte) 7).put((byte) 4);
    return option.put(by.bytes()).array();
  }

  private static byte[] v6(Shot shot, byte[] data, int offset, boolean more) {
    byte next = (byte) shot.content().protocol();
    boolean fragment = offset > 0 || more || shot.shape() == Shape.ATOMIC;
    if (fragment) {
      ByteBuffer extension = ByteBuffer.allocate(8).put(next).put((byte) 0);
      extension.putShort((short) (offset | (more ? 1 : 0))).putInt(shot.number());
      return v6(shot, ATOMIC_V6, extension.array(), data);
    }
    return switch (shot.shape()) {
      // Padding, before each router in turn or before the receiver.
      case OPTIONS -> {
        ByteBuffer extension = ByteBuffer.allocate(8).put(next).put((byte) 0);
        extension.put((byte) 1).put((byte) 4);
        yield v6(shot, shot.number() % 2 == 0 ? 0 : 60, extension.array(), data);
      }
      case LOOSE_ROUTE, STRICT_ROUTE -> {
        ByteBuffer extension = ByteBuffer.allocate(24).put(next).put((byte) 2).put((byte) 0);
        extension.put((byte) (shot.shape() == Shape.LOOSE_ROUTE ? 1 : 0)).putInt(0);
        extension.put(shot.packet().destination().bytes());
        yield v6(shot, ROUTING, extension.array(), data);
      }
      case PLAIN, FRAGMENTS, ONLY_FIRST, ONLY_LAST, ATOMIC -> v6(shot, next, new byte[0], data);
    };
  }

  private static byte[] v6(Shot shot, int next, byte[] extension, byte[] data) {
    ByteBuffer header = ByteBuffer.allocate(40 + extension.length + data.length);
    header.putInt(0x6000_0000).putShort((short) (extension.length + data.length));
    header.put((byte) next).put((byte) TTL);
    header.put(shot.packet().source().bytes()).put(shot.packet().destination().bytes());
    return header.put(extension).put(data).array();
  }

  static byte[] bytes(Mac mac) {
    byte[] bytes = new byte[6];
    ByteBuffer.allocate(8).putLong(mac.bits()).get(2, bytes);
    return bytes;
  }

  /// RFC 1071, of an even number of bytes.
  static short checksum(byte[] data) {
    ByteBuffer words = ByteBuffer.wrap(data);
    int sum = 0;
    while (words.hasRemaining()) {
      sum += words.getShort() & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~((sum & 0xffff) + (sum >>> 16));
  }
}
