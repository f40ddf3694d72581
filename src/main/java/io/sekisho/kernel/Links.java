package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.nftables.GuestRules;
import java.io.IOException;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The network devices of a namespace as they are, and what hangs on them.
///
/// @param devices their names
/// @param locals the host's own addresses: those of `lo`, as no other device has any but fe80::1,
///   and the one that leads out
/// @param routes the host routes: where one single address is
/// @param cards the MAC that each IPv4 neighbour is known by
/// @param routers devices on which the host is fe80::1
/// @param exits devices that an IPv4 default route leads to
record Links(
    Set<String> devices,
    Set<Ip> locals,
    Set<Place> routes,
    Map<Place, Mac> cards,
    Set<String> routers,
    Set<String> exits) {
  static final String FE80_1 = "fe800000000000000000000000000001";
  private static final List<String> LOCAL = List.of("/32", "host", "LOCAL");
  // linux/ipv6_route.h: the host's own addresses and anycast addresses are no routes to guests.
  private static final long RTF_LOCAL_OR_ANYCAST = 0x8010_0000L;

  /// An address behind a device.
  record Place(String device, Ip ip) {}

  /// Reads the namespace of the calling thread.
  static Links read() throws IOException {
    Links links =
        new Links(
            new HashSet<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashMap<>(),
            new HashSet<>(),
            new HashSet<>());
    Proc.table("dev").skip(2).forEach(line -> links.devices.add(line[0].replace(":", "")));
    Proc.table("route").skip(1).forEach(links::route);
    Proc.table("ipv6_route").forEach(links::route6);
    Proc.table("arp").skip(1).forEach(links::card);
    Proc.table("if_inet6").forEach(links::own6);
    links.own4(Proc.table("fib_trie").toList());
    if (links.devices.contains(GuestRules.UPLINK)) {
      links.locals.removeAll(uplinks());
    }
    return links;
  }

  /// The tables of the kernel do not say on which device an address is.
  private static Set<Ip> uplinks() throws IOException {
    NetworkInterface uplink = NetworkInterface.getByName(GuestRules.UPLINK);
    return uplink == null
        ? Set.of()
        : uplink.inetAddresses().map(Ip::of).collect(Collectors.toSet());
  }

  private void route(String... column) {
    if (column[1].equals("00000000") && column[7].equals("00000000")) {
      exits.add(column[0]);
    }
    if (column[7].equals("FFFFFFFF")) {
      byte[] bytes = HexFormat.of().parseHex(column[1]);
      Ip ip = Ip.of(new byte[] {bytes[3], bytes[2], bytes[1], bytes[0]});
      routes.add(new Place(column[0], ip));
    }
  }

  private void route6(String... column) {
    if (column[1].equals("80")
        && (HexFormat.fromHexDigitsToLong(column[8]) & RTF_LOCAL_OR_ANYCAST) == 0) {
      routes.add(new Place(column[9], Ip.of(HexFormat.of().parseHex(column[0]))));
    }
  }

  private void card(String... column) {
    cards.put(new Place(column[5], Ip.parse(column[0])), Mac.parse(column[3]));
  }

  private void own6(String... column) {
    if (column[0].equals(FE80_1)) {
      routers.add(column[5]);
    } else if (column[5].equals("lo")) {
      locals.add(Ip.of(HexFormat.of().parseHex(column[0])));
    }
  }

  /// A leaf of the tree, such as `|-- 10.0.0.1`, is followed by what it is: `/32 host LOCAL`.
  private void own4(List<String[]> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (List.of(lines.get(i)).equals(LOCAL)) {
        locals.add(Ip.parse(lines.get(i - 1)[1]));
      }
    }
  }
}
