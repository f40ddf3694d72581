package io.sekisho.http;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/// A listening socket. Closing it stops arrivals; connections that arrived before stay open.
public final class Listener implements AutoCloseable {
  private final Channel socket;

  Listener(Channel socket) {
    this.socket = socket;
  }

  /// Where it listens, with the port that was chosen if any port was asked for.
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.localAddress();
  }

  @Override
  public void close() {
    var _ = socket.close().syncUninterruptibly();
  }
}
