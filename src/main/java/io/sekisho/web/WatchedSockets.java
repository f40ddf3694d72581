package io.sekisho.web;

import io.helidon.common.socket.SocketOptions;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Helidon's usual socket options; the one place where it shows each connection that it accepts,
/// before any byte is read.
final class WatchedSockets implements SocketOptions {
  private final SocketOptions usual = SocketOptions.create();
  private final Consumer<SocketChannel> accepted;

  WatchedSockets(Consumer<SocketChannel> accepted) {
    this.accepted = accepted;
  }

  @Override
  public void configureSocket(SocketChannel channel) {
    accepted.accept(channel);
    usual.configureSocket(channel);
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return usual.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return usual.connectTimeout();
  }

  @Override
  public Duration readTimeout() {
    return usual.readTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return usual.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return usual.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return usual.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return usual.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return usual.tcpNoDelay();
  }
}
