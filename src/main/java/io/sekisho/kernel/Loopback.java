package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Works out what is to be done to `lo`: it has the service's addresses and the gateways, so that
/// every tap reaches them and none has an address of its own.
final class Loopback {
  private static final List<Ip> OWN = List.of(Ip.parse("127.0.0.1"), Ip.parse("::1"));

  private Loopback() {}

  /// Lines for `ip -batch`; none if all is as it should be.
  static List<String> commands(List<Ip> gateways, Links links) {
    Set<Ip> wanted = new TreeSet<>(gateways);
    wanted.add(GuestPorts.METADATA);
    wanted.add(GuestPorts.METADATA_V6);
    Set<Ip> present = links.locals();
    List<String> lines = new ArrayList<>();
    if (!present.containsAll(OWN)) {
      lines.add("link set dev lo up");
    }
    for (Ip ip : present) {
      if (!wanted.contains(ip) && !OWN.contains(ip)) {
        lines.add("addr del " + whole(ip));
      }
    }
    for (Ip ip : wanted) {
      if (!present.contains(ip)) {
        lines.add("addr replace " + whole(ip));
      }
    }
    return lines;
  }

  /// nodad: even on lo an IPv6 address can't be bound to until the kernel has asked nobody for it.
  private static String whole(Ip ip) {
    return ip + "/" + ip.width() + " dev lo" + (ip.v6() ? " nodad" : "");
  }
}
