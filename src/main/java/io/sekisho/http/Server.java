package io.sekisho.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.sekisho.address.Ip;
import io.sekisho.http.Shares.Fate;
import io.sekisho.http.Shares.Stay;
import io.sekisho.message.Screen;
import io.sekisho.telemetry.Journal;
import io.sekisho.telemetry.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;

/// An HTTP server for guests: any number of listeners, one [Service] that answers.
///
/// @param <C> who a connection belongs to
public final class Server<C> implements AutoCloseable {
  private final Transport transport;
  private final EventLoopGroup group;
  private final Map<EventExecutor, Loop<C>> loops = new LinkedHashMap<>();
  private final Desk<C> desk;

  /// @param hosts names and addresses that a `Host` header may name, IPv6 without brackets; the
  ///   port may be 80, 443 or the listener's own
  public Server(
      Service<C> service, Limits limits, Set<String> hosts, Metrics metrics, Journal journal) {
    this(
        Transport.best(),
        new Desk<>(
            service,
            limits,
            new Screen(hosts, limits.size().body()),
            new Shares(limits, metrics),
            journal));
  }

  Server(Transport transport, Desk<C> desk) {
    this.transport = transport;
    this.desk = desk;
    this.group = transport.loops(desk.limits().loops());
    for (EventExecutor executor : group) {
      Loop<C> loop = new Loop<>((EventLoop) executor);
      loops.put(executor, loop);
      loop.start();
    }
    var _ =
        group.scheduleAtFixedRate(
            () -> desk.shares().forget(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
  }

  /// Opens a listener. With keys it speaks TLS 1.2 and 1.3 and shows their certificate to everyone,
  /// whatever name the client asks for.
  ///
  /// @param place a label that comes back in [Arrival#place]
  /// @param opener where the socket comes from
  public Listener listen(
      String place, InetSocketAddress at, Optional<KeyManagerFactory> tls, Opener opener)
      throws IOException {
    Optional<SslContext> context = Optional.empty();
    if (tls.isPresent()) {
      context = Optional.of(transport.tls(tls.get()));
    }
    try {
      OptionalInt made = opener.open(at);
      ServerBootstrap listener =
          transport.listener(group, made).childHandler(new Door(place, context));
      ChannelFuture open = made.isPresent() ? listener.register() : listener.bind(at);
      return new Listener(open.sync().channel());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening " + place + " at " + at, e);
    } catch (Exception e) {
      throw new IOException("cannot listen for " + place + " at " + at, e);
    }
  }

  /// Resets the connections of these callers, and is a barrier: when it returns, no answer to one
  /// of them can be written any more, however long ago it was decided. Publish the new state first;
  /// connections that arrive meanwhile are admitted by it.
  ///
  /// @throws IllegalStateException on an event loop, which would wait for itself
  public void cut(Predicate<C> which) {
    if (loops.keySet().stream().anyMatch(EventExecutor::inEventLoop)) {
      throw new IllegalStateException("an event loop cannot wait for itself");
    }
    if (group.isShuttingDown()) {
      return;
    }
    List<Future<?>> cuts = loops.values().stream().<Future<?>>map(loop -> loop.cut(which)).toList();
    cuts.forEach(Future::syncUninterruptibly);
  }

  /// Closes every listener and connection.
  @Override
  public void close() {
    desk.workers().close();
    var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// Lets arrivals in or turns them away, on the event loop that will serve them: a decision made
  /// here is either before a cut, and the connection is cut, or after it.
  private final class Door extends ChannelInitializer<SocketChannel> {
    private final String place;
    private final Optional<SslContext> tls;

    Door(String place, Optional<SslContext> tls) {
      this.place = place;
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      InetSocketAddress peer = channel.remoteAddress();
      if (peer == null) {
        turnAway(channel, Fate.UNKNOWN_CALLER);
        return;
      }
      Arrival arrival =
          new Arrival(
              place,
              Ip.of(peer.getAddress()),
              peer.getPort(),
              Transport.mark(channel),
              tls.isPresent());
      Optional<C> caller = desk.admit(arrival);
      if (caller.isEmpty()) {
        turnAway(channel, Fate.UNKNOWN_CALLER);
      } else if (!desk.serves(caller.get())) {
        turnAway(channel, Fate.NOT_SERVED);
      } else {
        letIn(channel, caller.get());
      }
    }

    private void letIn(SocketChannel channel, C caller) {
      Optional<Stay> stay = desk.enter(caller, tls.isPresent());
      if (stay.isEmpty()) {
        Transport.abort(channel);
        return;
      }
      tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
      Loop<C> loop = Objects.requireNonNull(loops.get(channel.eventLoop()));
      channel.pipeline().addLast(new Connection<>(desk, loop, channel, caller, stay.get()));
    }

    private void turnAway(SocketChannel channel, Fate fate) {
      desk.shares().turnedAway(fate);
      Transport.abort(channel);
    }
  }
}
