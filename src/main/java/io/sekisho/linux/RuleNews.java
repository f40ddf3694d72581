package io.sekisho.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// That somebody changed nftables' rules in one namespace, as it happens, by whatever tool; rules
/// of the older iptables are not among them.
public final class RuleNews implements AutoCloseable {
  // linux/netlink.h and linux/netfilter/nfnetlink.h
  private static final int NETLINK_NETFILTER = 12;
  private static final int NFNLGRP_NFTABLES = 7;
  private static final int MOST = 8192;
  private static final int AT_ONCE = 10_000;

  private final int socket;

  private RuleNews(int socket) {
    this.socket = socket;
  }

  /// That of the calling thread's namespace, from now on.
  public static RuleNews ofThisNamespace() {
    try {
      // Too much at once is news as well: what is left out does not matter.
      return new RuleNews(Netlink.open(NETLINK_NETFILTER, 1 << (NFNLGRP_NFTABLES - 1)));
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel tells nothing of nftables", e);
    }
  }

  /// Waits until there is news or the time is over, and forgets what has come.
  ///
  /// @return whether there was news
  public boolean await(Duration most) {
    try {
      Libc.poll(new int[] {socket}, (int) most.toMillis());
      boolean news = false;
      for (int i = 0; i < AT_ONCE && Libc.receiveNow(socket, MOST).length > 0; i++) {
        news = true;
      }
      return news;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Libc.close(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
