package io.sekisho.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.sekisho.linux.UnixSocket.Frame;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What is done to sockets that Java's own classes can't: descriptors that travel, sockets that
/// stay when their maker ends.
public final class Sockets {
  // asm-generic/socket.h, linux/socket.h, netinet/in.h
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int STREAM_CLOEXEC = 1 | 0x8_0000;
  private static final int NONBLOCK = 0x800;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_PEERCRED = 17;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  private static final int SHUT_RDWR = 2;
  private static final int EAGAIN = 11;
  private static final int BACKLOG = 4096;

  /// struct msghdr and struct cmsghdr with one descriptor, as on every 64-bit Linux.
  private static final int MSGHDR = 56;

  private static final int CMSGHDR = 16;
  private static final int CONTROL = CMSGHDR + 4;

  private Sockets() {}

  /// A listening TCP socket in the namespace of the calling thread, which does not block.
  ///
  /// @param address 4 or 16 bytes
  /// @return its descriptor, to be closed by whoever asked
  public static int listen(byte[] address, int port) throws IOException {
    boolean v6 = address.length == 16;
    int fd = Libc.socket(v6 ? AF_INET6 : AF_INET, STREAM_CLOEXEC | NONBLOCK, 0);
    try {
      Libc.setOption(fd, SOL_SOCKET, SO_REUSEADDR, ints(1));
      if (v6) {
        Libc.setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, ints(1));
      }
      Libc.bind(fd, v6 ? in6(address, port) : in(address, port));
      Libc.listen(fd, BACKLOG);
      return fd;
    } catch (IOException e) {
      Libc.close(fd);
      throw e;
    }
  }

  /// A listening unix socket at this path, which must be free.
  ///
  /// @param patience how long [#accept] waits
  static int listen(Path path, Duration patience) throws IOException {
    int fd = Libc.socket(AF_UNIX, STREAM_CLOEXEC, 0);
    try {
      waitAtMost(fd, patience);
      Libc.bind(fd, unix(path));
      Libc.listen(fd, 1);
      return fd;
    } catch (IOException e) {
      Libc.close(fd);
      throw e;
    }
  }

  public static void close(int fd) throws IOException {
    Libc.close(fd);
  }

  /// How long the socket waits for what comes in, and until what goes out is taken; zero is for
  /// ever.
  static void waitAtMost(int fd, Duration time) throws IOException {
    byte[] value =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putLong(time.toSeconds())
            .putLong(time.toNanosPart() / 1_000)
            .array();
    Libc.setOption(fd, SOL_SOCKET, SO_RCVTIMEO, value);
    Libc.setOption(fd, SOL_SOCKET, SO_SNDTIMEO, value);
  }

  /// The next connection; empty if none came in time.
  static Optional<Integer> accept(int fd) throws IOException {
    int accepted = Libc.accept(fd);
    if (accepted == -EAGAIN) {
      return Optional.empty();
    }
    return Optional.of(accepted);
  }

  static int connect(Path path, Duration patience) throws IOException {
    int fd = Libc.socket(AF_UNIX, STREAM_CLOEXEC, 0);
    try {
      waitAtMost(fd, patience);
      Libc.connect(fd, unix(path));
      return fd;
    } catch (IOException e) {
      Libc.close(fd);
      throw e;
    }
  }

  static void shutDown(int fd) {
    Libc.shutdown(fd, SHUT_RDWR);
  }

  /// Process, user and group at the other end of a unix socket.
  static int[] peer(int fd) throws IOException {
    int[] peer = new int[3];
    byte[] credentials = Libc.option(fd, SOL_SOCKET, SO_PEERCRED, 12);
    ByteBuffer.wrap(credentials).order(ByteOrder.nativeOrder()).asIntBuffer().get(peer);
    return peer;
  }

  /// Sends all of the bytes, and a descriptor with the first of them.
  ///
  /// @param end the nanosecond at which to give up
  static void send(int fd, byte[] bytes, OptionalInt descriptor, long end) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, bytes);
      long sent = 0;
      while (sent < bytes.length) {
        MemorySegment message = message(arena, data.asSlice(sent));
        if (sent == 0 && descriptor.isPresent()) {
          MemorySegment control = control(message, arena);
          control.set(JAVA_LONG, 0, CMSGHDR + Integer.BYTES);
          control.set(JAVA_INT, 8, SOL_SOCKET);
          control.set(JAVA_INT, 12, SCM_RIGHTS);
          control.set(JAVA_INT, CMSGHDR, descriptor.getAsInt());
        }
        sent += Libc.sendMessage(fd, message, MSG_NOSIGNAL);
        if (sent < bytes.length && System.nanoTime() - end > 0) {
          throw new IOException("the other end takes too long to read");
        }
      }
    }
  }

  /// Waits for up to this many bytes; none if the other end is closed.
  ///
  /// @param descriptors whether one may come along; else the kernel throws them away
  static Frame receive(int fd, int most, boolean descriptors) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(most);
      MemorySegment message = message(arena, data);
      MemorySegment control = descriptors ? control(message, arena) : MemorySegment.NULL;
      long length = Libc.receiveMessage(fd, message, MSG_CMSG_CLOEXEC);
      boolean carries =
          descriptors
              && message.get(JAVA_LONG, 40) >= CMSGHDR + Integer.BYTES
              && control.get(JAVA_INT, 12) == SCM_RIGHTS;
      return new Frame(
          data.asSlice(0, length).toArray(JAVA_BYTE),
          carries ? OptionalInt.of(control.get(JAVA_INT, CMSGHDR)) : OptionalInt.empty());
    }
  }

  private static MemorySegment message(Arena arena, MemorySegment data) {
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(ADDRESS, 0, data);
    vector.set(JAVA_LONG, 8, data.byteSize());
    MemorySegment message = arena.allocate(MSGHDR, 8);
    message.set(ADDRESS, 16, vector);
    message.set(JAVA_LONG, 24, 1);
    return message;
  }

  private static MemorySegment control(MemorySegment message, Arena arena) {
    MemorySegment control = arena.allocate(CONTROL, 8);
    message.set(ADDRESS, 32, control);
    message.set(JAVA_LONG, 40, CONTROL);
    return control;
  }

  private static byte[] ints(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static byte[] in(byte[] address, int port) {
    return family(AF_INET, 16).putShort((short) port).put(address).array();
  }

  private static byte[] in6(byte[] address, int port) {
    return family(AF_INET6, 28).putShort((short) port).putInt(0).put(address).array();
  }

  private static byte[] unix(Path path) throws IOException {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length > 107) {
      throw new IOException(path + " is too long for a socket");
    }
    return family(AF_UNIX, 110).put(name).array();
  }

  /// An address of this family, whose other members are in network order.
  private static ByteBuffer family(int family, int size) {
    ByteBuffer address = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    return address.putShort((short) family).order(ByteOrder.BIG_ENDIAN);
  }
}
