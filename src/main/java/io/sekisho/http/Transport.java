package io.sekisho.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/// What this machine offers: epoll and BoringSSL where their native code loads, else the JDK's own;
/// and the few things to do to a socket whatever it is.
final class Transport {
  private static final IntegerUnixChannelOption SO_MARK =
      new IntegerUnixChannelOption("SO_MARK", 1, 36);
  private static final int BACKLOG = 4_096;
  private static final int LARGEST_READ = 16_384;

  /// Forward secrecy and authenticated encryption only (RFC 9325 section 4.2).
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final boolean epoll;

  private Transport(boolean epoll) {
    this.epoll = epoll;
  }

  static Transport best() {
    return new Transport(Epoll.isAvailable());
  }

  static Transport plainJava() {
    return new Transport(false);
  }

  EventLoopGroup loops(int count) {
    return new MultiThreadIoEventLoopGroup(
        count,
        new DefaultThreadFactory("sekisho-http", true),
        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /// Netty itself sets TCP_NODELAY on what is accepted.
  ///
  /// @param made a socket that listens already
  /// @throws IllegalStateException if there is one and this transport can't take it over
  ServerBootstrap listener(EventLoopGroup loops, OptionalInt made) {
    if (made.isPresent() && !epoll) {
      throw new IllegalStateException("a socket that was made elsewhere needs epoll");
    }
    return new ServerBootstrap()
        .group(loops)
        .channelFactory(() -> listener(made))
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        // A guest that pipelines without reading holds this much and one answer, no more.
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(4_096, 8_192))
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(512, 2_048, LARGEST_READ));
  }

  private ServerSocketChannel listener(OptionalInt made) {
    if (!epoll) {
      return new NioServerSocketChannel();
    }
    return made.isPresent()
        ? new EpollServerSocketChannel(made.getAsInt())
        : new EpollServerSocketChannel();
  }

  /// The mark of an accepted socket; 0 if it has none or this transport cannot tell.
  static int mark(Channel channel) {
    return channel instanceof EpollSocketChannel socket ? socket.config().getOption(SO_MARK) : 0;
  }

  /// Ends a connection with a reset: nothing more is sent, not even what was already handed to the
  /// kernel, and no farewell of TLS.
  static void abort(SocketChannel channel) {
    try {
      channel.config().setSoLinger(0);
    } catch (ChannelException _) {
      // Closed already.
    }
    channel.unsafe().close(channel.unsafe().voidPromise());
  }

  /// Sends what is written, and under TLS that it was all. Done when our side can be closed.
  static ChannelFuture farewell(SocketChannel channel) {
    if (channel instanceof EpollSocketChannel socket) {
      // Keeps the answer until our side is closed, so that both go in one packet.
      socket.config().setTcpCork(true);
    }
    channel.flush();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
  }

  /// Closes our side of a connection to which nothing more will be written.
  static void closeOutput(SocketChannel channel) {
    if (channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket socket) {
      try {
        // The channel's own method makes an exception each time, for writes that might be waiting.
        socket.shutdown(false, true);
      } catch (IOException _) {
        // Closed already.
      }
    } else {
      var _ = channel.shutdownOutput();
    }
  }

  /// Bytes that were written and that the kernel has not taken yet.
  static int unsent(SocketChannel channel) {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    return unsent == null ? 0 : (int) unsent.totalPendingWriteBytes();
  }

  SslContext tls(KeyManagerFactory keys) throws SSLException {
    boolean openSsl = epoll && OpenSsl.isAvailable();
    return SslContextBuilder.forServer(
            openSsl ? new OpenSslCachingX509KeyManagerFactory(keys) : keys)
        .sslProvider(openSsl ? SslProvider.OPENSSL : SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .build();
  }
}
