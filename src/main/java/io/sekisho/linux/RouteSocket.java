package io.sekisho.linux;

import io.sekisho.linux.Netlink.Reader;
import java.io.IOException;

/// A socket on which the kernel tells of the network devices of one namespace: that of the thread
/// that opened it.
final class RouteSocket implements AutoCloseable {
  // linux/rtnetlink.h
  static final short NEW_LINK = 16;
  static final short DELETED_LINK = 17;
  static final short GET_LINK = 18;
  private static final int NETLINK_ROUTE = 0;

  private final int fd;

  private RouteSocket(int fd) {
    this.fd = fd;
  }

  /// @param groups a bit for each kind of news that is to be told; 0 for none
  static RouteSocket open(int groups) throws IOException {
    return new RouteSocket(Netlink.open(NETLINK_ROUTE, groups));
  }

  int fd() {
    return fd;
  }

  /// Asks for all there is of something.
  ///
  /// @param request what follows the header
  void dump(short kind, byte[] request, Reader each) throws IOException {
    var _ = Netlink.dump(fd, kind, request, each);
  }

  /// Reads what has come, and waits for nothing.
  void drain(Reader reader) throws IOException {
    Netlink.drain(fd, reader);
  }

  @Override
  public void close() throws IOException {
    Libc.close(fd);
  }
}
