package io.sekisho.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What becomes of the network devices of one namespace, as it happens.
public final class LinkNews implements AutoCloseable {
  // linux/rtnetlink.h and linux/netlink.h
  private static final int RTMGRP_LINK = 1;
  private static final byte AF_UNSPEC = 0;

  private final RouteSocket socket;
  // Guarded by this.
  private boolean closed;

  private LinkNews(RouteSocket socket) {
    this.socket = socket;
  }

  /// That of the calling thread's namespace, from now on.
  public static LinkNews ofThisNamespace() {
    try {
      return new LinkNews(RouteSocket.open(RTMGRP_LINK));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// News since the last time; while far too much comes at once, the kernel leaves some out.
  ///
  /// @return names of devices that are gone, or were; empty if nothing at all has happened
  public synchronized Optional<Set<String>> gone() {
    Set<String> gone = new TreeSet<>();
    boolean[] any = {false};
    try {
      if (!closed) {
        socket.drain(
            message -> {
              any[0] = true;
              // A port that leaves a bridge is told in the same words, of another family.
              if (message.kind() == RouteSocket.DELETED_LINK
                  && message.body().get(0) == AF_UNSPEC) {
                gone.add(Device.of(message.body()).name());
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel tells nothing of network devices", e);
    }
    return any[0] ? Optional.of(gone) : Optional.empty();
  }

  /// Waits until there is news in one of these, or the time is over.
  public static void await(List<LinkNews> all, Duration most) {
    int[] fds = all.stream().flatMapToInt(it -> it.open()).toArray();
    try {
      Libc.poll(fds, (int) most.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized IntStream open() {
    return closed ? IntStream.empty() : IntStream.of(socket.fd());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
