package io.sekisho.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.OptionalInt;

/// One attempt to reach an address, which tells the kernel's own error. The socket belongs to
/// whoever's thread opened it, whichever thread uses it.
public final class Knock implements AutoCloseable {
  /// With what is knocked.
  public enum Kind {
    TCP,
    /// One datagram without a meaning.
    UDP,
    /// An echo request.
    ICMP
  }

  /// What came of it.
  public sealed interface Answer {
    /// A connection was made, or something came back.
    record Answered() implements Answer {}

    /// The kernel, or through it the other end, refused.
    ///
    /// @param errno as in errno.h, such as [#REFUSED]
    record Failed(int errno) implements Answer {}

    /// Nothing in time.
    record Silence() implements Answer {}
  }

  // asm-generic/errno-base.h, errno.h
  /// Not permitted: a rule of this machine.
  public static final int NOT_PERMITTED = 1;

  /// May not have such a socket, or an answer said that it is prohibited.
  public static final int NO_ACCESS = 13;

  /// No address of this machine leads there.
  public static final int NO_ADDRESS = 99;

  /// No route leads there.
  public static final int NO_NETWORK = 101;

  /// A reset, or a port at which nobody listens.
  public static final int REFUSED = 111;

  /// A router knows no way, or there is no neighbour of this address.
  public static final int NO_HOST = 113;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int CLOEXEC = 0x8_0000;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int EAGAIN = 11;
  private static final int EINPROGRESS = 115;

  private final Kind kind;
  private final boolean v6;
  private final int fd;

  private Knock(Kind kind, boolean v6, int fd) {
    this.kind = kind;
    this.v6 = v6;
    this.fd = fd;
  }

  /// With a socket of the calling thread's user, in its network namespace.
  ///
  /// @param v6 whether the socket is one of IPv6; IPv4 is reached through it, too
  public static Knock open(Kind kind, boolean v6) {
    int type = kind == Kind.TCP ? STREAM : DATAGRAM;
    int protocol = kind == Kind.ICMP ? (v6 ? ICMPV6 : ICMP) : 0;
    return new Knock(kind, v6, Libc.trySocket(v6 ? AF_INET6 : AF_INET, type | CLOEXEC, protocol));
  }

  /// Knocks, once.
  ///
  /// @param address 4 bytes or 16; 4 at a socket of IPv6 are mapped
  /// @param port from 0 to 65535; without a meaning for ICMP
  /// @param scope the number of the interface that a link-local address is on, else 0
  /// @param patience how long to wait for an answer
  public Answer at(byte[] address, int port, int scope, Duration patience) {
    if (fd < 0) {
      return new Answer.Failed(-fd);
    }
    try {
      Sockets.waitAtMost(fd, patience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int connected = Libc.tryConnect(fd, v6 ? in6(address, port, scope) : in(address, port));
    if (connected < 0) {
      return failed(connected);
    }
    if (kind == Kind.TCP) {
      return new Answer.Answered();
    }
    int sent = Libc.trySend(fd, kind == Kind.UDP ? new byte[1] : echo());
    int come = sent < 0 ? sent : Libc.tryReceive(fd);
    return come < 0 ? failed(come) : new Answer.Answered();
  }

  /// Why there is no such socket for this user, as a number of errno.h; empty if there is one.
  public OptionalInt unopened() {
    return fd < 0 ? OptionalInt.of(-fd) : OptionalInt.empty();
  }

  private static Answer failed(int error) {
    return error == -EINPROGRESS || error == -EAGAIN
        ? new Answer.Silence()
        : new Answer.Failed(-error);
  }

  private byte[] echo() {
    return new byte[] {(byte) (v6 ? 128 : 8), 0, 0, 0, 0, 0, 0, 1};
  }

  private static byte[] in(byte[] address, int port) {
    return family(AF_INET, 16).putShort((short) port).put(address).array();
  }

  private static byte[] in6(byte[] address, int port, int scope) {
    ByteBuffer all = family(AF_INET6, 28).putShort((short) port).putInt(0);
    if (address.length == 4) {
      all.put(new byte[10]).putShort((short) -1);
    }
    all.put(address).order(ByteOrder.nativeOrder()).putInt(scope).rewind();
    byte[] bytes = new byte[all.remaining()];
    all.get(bytes);
    return bytes;
  }

  private static ByteBuffer family(int family, int size) {
    ByteBuffer address = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    return address.putShort((short) family).order(ByteOrder.BIG_ENDIAN);
  }

  @Override
  public void close() {
    if (fd >= 0) {
      try {
        Libc.close(fd);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
