package io.sekisho.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Optional;

/// A packet socket of the calling thread's namespace, for frames that no honest guest would send.
public record RawSocket(int fd) implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int EVERY_PROTOCOL = 3;
  private static final int LONGEST = 2048;

  public static RawSocket open() throws IOException {
    return new RawSocket(Libc.socket(AF_PACKET, SOCK_RAW, 0));
  }

  /// One that sends from a device, and hears what arrives there.
  ///
  /// @param index the device's
  public static RawSocket at(int index) throws IOException {
    RawSocket socket = open();
    ByteBuffer address = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    address.putShort((short) AF_PACKET);
    address.order(ByteOrder.BIG_ENDIAN).putShort((short) EVERY_PROTOCOL);
    address.order(ByteOrder.nativeOrder()).putInt(index);
    Libc.bind(socket.fd, address.array());
    return socket;
  }

  public void send(byte[] frame) throws IOException {
    Libc.send(fd, frame);
  }

  /// The next frame that has arrived, if one has.
  public Optional<byte[]> heard() throws IOException {
    byte[] frame = Libc.receiveNow(fd, LONGEST);
    return frame.length == 0 ? Optional.empty() : Optional.of(frame);
  }

  /// Waits until something has arrived at one of these, or the time is over.
  public static void await(Collection<RawSocket> sockets, int millis) throws IOException {
    Libc.poll(sockets.stream().mapToInt(RawSocket::fd).toArray(), millis);
  }

  @Override
  public void close() throws IOException {
    Libc.close(fd);
  }
}
