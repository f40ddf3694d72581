package io.sekisho.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/// Messages between the kernel and a socket of it, and the attributes in them (linux/netlink.h).
final class Netlink {
  /// The answer to a request that asked for one: an error's number, below zero, or 0.
  static final short ERROR = 2;

  static final short REQUEST = 1;
  static final short ACKNOWLEDGE = 4;

  private static final short DONE = 3;
  private static final short DUMP = 0x300;
  private static final short INTERRUPTED = 0x10;
  private static final int HEADER = 16;
  private static final int ATTRIBUTE = 4;

  /// Above it are flags of an attribute.
  private static final int TYPE = 0x3fff;

  /// The kernel makes no longer datagrams.
  private static final int MOST = 1 << 16;

  private static final int SOL_NETLINK = 270;
  private static final int NO_ENOBUFS = 5;

  private Netlink() {}

  /// A socket that is told news, of which the kernel leaves some out while far too much comes at
  /// once.
  ///
  /// @param groups a bit for each kind of news; 0 for none
  static int open(int protocol, int groups) throws IOException {
    int fd = Libc.netlink(protocol);
    try {
      ByteBuffer address = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
      address.putShort(0, (short) Libc.AF_NETLINK).putInt(8, groups);
      Libc.bind(fd, address.array());
      if (groups != 0) {
        byte[] yes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(1).array();
        Libc.setOption(fd, SOL_NETLINK, NO_ENOBUFS, yes);
      }
      return fd;
    } catch (IOException e) {
      Libc.close(fd);
      throw e;
    }
  }

  /// One message.
  ///
  /// @param body what follows its header
  record Message(short kind, short flags, ByteBuffer body) {
    /// What an [#ERROR] says: 0 is none.
    int error() {
      return -body.getInt(0);
    }
  }

  /// The kernel says no.
  static final class Refused extends IOException {
    private final int error;

    Refused(int error) {
      super("the kernel refused: errno " + error);
      this.error = error;
    }

    /// The error's number.
    int error() {
      return error;
    }
  }

  /// Takes one message.
  @FunctionalInterface
  interface Reader {
    void read(Message message) throws IOException;
  }

  /// Where an attribute's value is.
  record Value(int at, int length) {
    int end() {
      return at + length;
    }
  }

  static byte[] message(short kind, int flags, byte[] body) {
    ByteBuffer message = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.nativeOrder());
    message.putInt(message.capacity()).putShort(kind).putShort((short) flags);
    return message.put(HEADER, body).array();
  }

  /// Asks for all there is of something. Nothing else may be asked on the socket meanwhile.
  ///
  /// @param request what follows the header
  /// @return whether nothing changed meanwhile, by which something may be left out
  static boolean dump(int fd, short kind, byte[] request, Reader each) throws IOException {
    Libc.send(fd, message(kind, REQUEST | DUMP, request));
    boolean[] done = {false};
    boolean[] whole = {true};
    while (!done[0]) {
      messages(
          receive(fd),
          message -> {
            done[0] |= message.kind == DONE;
            whole[0] &= (message.flags & INTERRUPTED) == 0;
            if (message.kind == ERROR || (message.kind == DONE && message.error() > 0)) {
              throw new Refused(message.error());
            }
            if (message.kind != DONE) {
              each.read(message);
            }
          });
    }
    return whole[0];
  }

  /// Waits for what comes next.
  static byte[] receive(int fd) throws IOException {
    return Libc.receive(fd, MOST);
  }

  /// Reads what has come, and waits for nothing.
  static void drain(int fd, Reader reader) throws IOException {
    byte[] datagram = Libc.receiveNow(fd, MOST);
    while (datagram.length > 0) {
      messages(datagram, reader);
      datagram = Libc.receiveNow(fd, MOST);
    }
  }

  static void messages(byte[] datagram, Reader reader) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
    int at = 0;
    while (at + HEADER <= datagram.length) {
      int length = all.getInt(at);
      if (length < HEADER || at + length > datagram.length) {
        throw new IOException("a message of " + length + " bytes");
      }
      ByteBuffer body = all.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
      reader.read(new Message(all.getShort(at + 4), all.getShort(at + 6), body));
      at += aligned(length);
    }
  }

  /// The first attribute of this type.
  static Optional<Value> find(ByteBuffer in, Value among, int type) {
    int at = among.at;
    while (at < among.end()) {
      Value value = value(in, at, among.end());
      if ((in.getShort(at + 2) & TYPE) == type) {
        return Optional.of(value);
      }
      at = aligned(value.end());
    }
    return Optional.empty();
  }

  /// All attributes of this type.
  static void each(ByteBuffer in, Value among, int type, Consumer<Value> consumer) {
    Optional<Value> next = find(in, among, type);
    while (next.isPresent()) {
      consumer.accept(next.get());
      int at = Math.min(aligned(next.get().end()), among.end());
      next = find(in, new Value(at, among.end() - at), type);
    }
  }

  /// @throws IllegalArgumentException if this is no attribute
  private static Value value(ByteBuffer in, int at, int end) {
    int length = at + ATTRIBUTE <= end ? Short.toUnsignedInt(in.getShort(at)) : 0;
    if (length < ATTRIBUTE || at + length > end) {
      throw new IllegalArgumentException("an attribute of " + length + " bytes");
    }
    return new Value(at + ATTRIBUTE, length - ATTRIBUTE);
  }

  /// A string that ends with a NUL.
  static String text(ByteBuffer in, Value where) {
    byte[] bytes = bytes(in, new Value(where.at, Math.max(0, where.length - 1)));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] bytes(ByteBuffer in, Value where) {
    byte[] bytes = new byte[where.length];
    in.get(where.at, bytes);
    return bytes;
  }

  /// One attribute, to be put after another.
  static byte[] attribute(int type, byte[] value) {
    int length = ATTRIBUTE + value.length;
    ByteBuffer attribute = ByteBuffer.allocate(aligned(length)).order(ByteOrder.nativeOrder());
    return attribute.putShort((short) length).putShort((short) type).put(value).array();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static int aligned(int length) {
    return length + 3 & ~3;
  }
}
