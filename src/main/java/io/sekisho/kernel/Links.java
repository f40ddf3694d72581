package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The network devices of a namespace as they are, and what hangs on them.
///
/// @param devices their names
/// @param routes the host routes: where one single address is
/// @param cards the MAC that each IPv4 neighbour is known by
/// @param routers devices on which the host is fe80::1
record Links(Set<String> devices, Set<Place> routes, Map<Place, Mac> cards, Set<String> routers) {
  /// The calling thread's own view: `/proc/net` alone is that of the process.
  private static final Path FOLDER = Path.of("/proc/thread-self/net");

  private static final String FE80_1 = "fe800000000000000000000000000001";
  // linux/ipv6_route.h: the host's own addresses and anycast addresses are no routes to guests.
  private static final long RTF_LOCAL_OR_ANYCAST = 0x8010_0000L;

  /// An address behind a device.
  record Place(String device, Ip ip) {}

  /// Reads the namespace of the calling thread.
  static Links read() throws IOException {
    Links links = new Links(new HashSet<>(), new HashSet<>(), new HashMap<>(), new HashSet<>());
    lines("dev").skip(2).forEach(line -> links.devices.add(line[0].replace(":", "")));
    lines("route").skip(1).forEach(links::route);
    lines("ipv6_route").forEach(links::route6);
    lines("arp").skip(1).forEach(links::card);
    lines("if_inet6")
        .filter(line -> line[0].equals(FE80_1))
        .forEach(line -> links.routers.add(line[5]));
    return links;
  }

  private void route(String... column) {
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

  private static Stream<String[]> lines(String file) throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve(file));
    return lines.stream().map(line -> line.strip().split("\\s+"));
  }
}
