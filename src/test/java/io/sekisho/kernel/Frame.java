package io.sekisho.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.linux.RawSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Ethernet frames that no well-behaved guest would send, put on the wire as they are.
final class Frame {
  private static final int AF_PACKET = 17;
  private static final int ARP = 0x0806;
  private static final int IPV4 = 0x0800;
  private static final int SYN = 0x5002;
  private static final int TCP_LENGTH = 20;

  private final byte[] bytes;

  private Frame(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A TCP SYN to port 80 of the service.
  ///
  /// @param options of the IP header, padded to a multiple of 4 bytes
  /// @param fragment the header's flags and offset: 0 if it is whole
  static Frame syn(Mac from, Ip source, byte[] options, int fragment) {
    Ip target = Ip.parse(Lab.METADATA);
    byte[] segment = segment(source, target);
    int length = 20 + options.length;
    ByteBuffer header = ByteBuffer.allocate(length);
    header.put((byte) (0x40 | length / 4)).put((byte) 0);
    header.putShort((short) (length + segment.length)).putShort((short) 7);
    header.putShort((short) fragment).put((byte) 64).put((byte) 6).putShort((short) 0);
    header.put(source.bytes()).put(target.bytes()).put(options);
    header.putShort(10, checksum(header.array()));
    return ethernet(from, IPV4, header.array(), segment);
  }

  /// The same within an IEEE 802.1Q tag.
  Frame tagged(int vlan) {
    ByteBuffer tagged = ByteBuffer.allocate(bytes.length + 4);
    tagged.put(bytes, 0, 12).putShort((short) 0x8100).putShort((short) vlan);
    return new Frame(tagged.put(bytes, 12, bytes.length - 12).array());
  }

  /// An ARP message in which the sender claims an address; operation 1 asks, 2 answers.
  static Frame arp(Mac from, int operation, Mac claimant, Ip claimed, Ip target) {
    ByteBuffer arp = ByteBuffer.allocate(28);
    arp.putShort((short) 1).putShort((short) IPV4).put((byte) 6).put((byte) 4);
    arp.putShort((short) operation).put(mac(claimant)).put(claimed.bytes());
    arp.put(new byte[6]).put(target.bytes());
    return ethernet(from, ARP, arp.array());
  }

  /// Sends it from a guest's eth0.
  void send(Guest guest) {
    send(guest, 1);
  }

  void send(Guest guest, int times) {
    Lab.there(guest.name())
        .inside(
            () -> {
              try (RawSocket socket = RawSocket.open()) {
                bind(socket.fd(), NetworkInterface.getByName("eth0").getIndex());
                for (int i = 0; i < times; i++) {
                  socket.send(bytes);
                }
              }
              return bytes;
            });
  }

  private static byte[] segment(Ip source, Ip target) {
    ByteBuffer tcp = ByteBuffer.allocate(TCP_LENGTH);
    tcp.putShort((short) 40_000).putShort((short) 80).putInt(1).putInt(0);
    tcp.putShort((short) SYN).putShort((short) 1024);
    ByteBuffer summed = ByteBuffer.allocate(12 + TCP_LENGTH);
    summed.put(source.bytes()).put(target.bytes()).putShort((short) 6);
    summed.putShort((short) TCP_LENGTH).put(tcp.array());
    return tcp.putShort(16, checksum(summed.array())).array();
  }

  private static Frame ethernet(Mac from, int type, byte[]... payload) {
    ByteBuffer frame = ByteBuffer.allocate(128);
    frame.put(mac(Mac.parse(Wiring.HOST_MAC))).put(mac(from)).putShort((short) type);
    for (byte[] part : payload) {
      frame.put(part);
    }
    byte[] bytes = new byte[frame.position()];
    frame.get(0, bytes);
    return new Frame(bytes);
  }

  private static byte[] mac(Mac mac) {
    byte[] bytes = new byte[6];
    ByteBuffer.allocate(8).putLong(mac.bits()).get(2, bytes);
    return bytes;
  }

  /// RFC 1071.
  private static short checksum(byte[] data) {
    ByteBuffer words = ByteBuffer.wrap(data);
    int sum = 0;
    while (words.hasRemaining()) {
      sum += words.getShort() & 0xffff;
    }
    return (short) ~((sum & 0xffff) + (sum >>> 16));
  }

  private static void bind(int fd, int index) throws IOException {
    Linker linker = Linker.nativeLinker();
    var handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("bind"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    ByteBuffer address = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    address.putShort((short) AF_PACKET).putShort((short) 0).putInt(index);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, address.array());
      if ((int) handle.invokeExact(fd, segment, 20) != 0) {
        throw new IOException("bind");
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
