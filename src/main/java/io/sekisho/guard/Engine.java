package io.sekisho.guard;

import java.util.Locale;

/// What puts a policy's rules before packets.
public enum Engine {
  /// nftables: a table of its own, replaced in one transaction. From Linux 5.9 on.
  NFT,
  /// iptables and ip6tables, either kind of them: chains of its own, and jumps at the top.
  IPTABLES;

  /// As it is typed.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
