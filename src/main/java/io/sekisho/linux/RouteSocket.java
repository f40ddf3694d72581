package io.sekisho.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// A socket on which the kernel tells of the network devices of one namespace: that of the thread
/// that opened it.
final class RouteSocket implements AutoCloseable {
  // linux/rtnetlink.h and linux/netlink.h
  static final short NEW_LINK = 16;
  static final short DELETED_LINK = 17;
  static final short GET_LINK = 18;
  private static final int NETLINK_ROUTE = 0;
  private static final short REQUEST_DUMP = 0x301;
  private static final short NLMSG_ERROR = 2;
  private static final short NLMSG_DONE = 3;
  private static final int HEADER = 16;

  /// The kernel makes no longer datagrams of these.
  private static final int MOST = 1 << 16;

  private final int fd;

  private RouteSocket(int fd) {
    this.fd = fd;
  }

  /// @param groups a bit for each kind of news that is to be told; 0 for none
  static RouteSocket open(int groups) throws IOException {
    RouteSocket socket = new RouteSocket(Libc.netlink(NETLINK_ROUTE));
    try {
      ByteBuffer address = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
      address.putShort(0, (short) Libc.AF_NETLINK).putInt(8, groups);
      Libc.bind(socket.fd, address.array());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  int fd() {
    return fd;
  }

  /// Asks for all there is of something.
  ///
  /// @param request what follows the header
  /// @param each is given what follows the header of each message
  void dump(short kind, byte[] request, Consumer<ByteBuffer> each) throws IOException {
    ByteBuffer message =
        ByteBuffer.allocate(HEADER + request.length).order(ByteOrder.nativeOrder());
    message.putInt(message.capacity()).putShort(kind).putShort(REQUEST_DUMP);
    message.put(HEADER, request);
    Libc.send(fd, message.array());
    boolean[] done = {false};
    while (!done[0]) {
      messages(
          Libc.receive(fd, MOST),
          (type, body) -> {
            if (type == NLMSG_ERROR) {
              throw new IOException("the kernel refused: errno " + -body.getInt(0));
            }
            done[0] |= type == NLMSG_DONE;
            if (type == NEW_LINK) {
              each.accept(body);
            }
          });
    }
  }

  /// Reads what has come, and waits for nothing.
  void drain(Reader reader) throws IOException {
    byte[] datagram = Libc.receiveNow(fd, MOST);
    while (datagram.length > 0) {
      messages(datagram, reader);
      datagram = Libc.receiveNow(fd, MOST);
    }
  }

  /// Takes one message: its kind, and what follows its header.
  interface Reader {
    void read(short kind, ByteBuffer body) throws IOException;
  }

  private static void messages(byte[] datagram, Reader reader) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    int at = 0;
    while (at + HEADER <= datagram.length) {
      int length = all.getInt(at);
      if (length < HEADER || at + length > datagram.length) {
        throw new IOException("a message of " + length + " bytes");
      }
      ByteBuffer body = all.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
      reader.read(all.getShort(at + 4), body);
      at += aligned(length);
    }
  }

  static int aligned(int length) {
    return length + 3 & ~3;
  }

  /// A string that ends with a NUL.
  static String text(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[Math.max(0, length - 1)];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    Libc.close(fd);
  }
}
