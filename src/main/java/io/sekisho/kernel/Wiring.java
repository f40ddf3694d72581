package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.host.VpcPlan;
import io.sekisho.kernel.Links.Place;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Works out what is to be done to the devices of a namespace. `lo` has the service's addresses and
/// the gateways, so that every tap reaches them and needs no IPv4 address of its own; each wanted
/// tap that is there leads to its guest, and no other does.
final class Wiring {
  /// The host's own address on every tap, so that a guest may move to another host unawares.
  static final String HOST_MAC = "fe:00:00:00:00:01";

  /// The device that leads out has this address, and asks its other end for the way, which has that
  /// one: unless whoever put it there said otherwise.
  private static final String UPLINK_ADDRESS = "169.254.0.2/32";

  private static final String UPLINK_ROUTER = "169.254.0.1";

  private static final List<Ip> LOOPBACK = List.of(Ip.parse("127.0.0.1"), Ip.parse("::1"));

  private Wiring() {}

  /// Lines for `ip -batch`; none if everything is as it should be.
  static List<String> commands(VpcPlan plan, Links links) {
    List<String> lines = new ArrayList<>(loopback(plan.gateways(), links.locals()));
    lines.addAll(taps(plan.guests().ports(), links));
    lines.addAll(uplink(links));
    return lines;
  }

  /// Nobody's default route is taken away.
  static List<String> uplink(Links links) {
    if (!links.devices().contains(GuestRules.UPLINK) || !links.exits().isEmpty()) {
      return List.of();
    }
    return List.of(
        "link set dev %s up".formatted(GuestRules.UPLINK),
        "ntable change name arp_cache dev %s proxy_delay 0".formatted(GuestRules.UPLINK),
        "addr replace %s dev %s".formatted(UPLINK_ADDRESS, GuestRules.UPLINK),
        "route replace default via %s dev %s onlink".formatted(UPLINK_ROUTER, GuestRules.UPLINK));
  }

  static List<String> loopback(List<Ip> gateways, Set<Ip> present) {
    Set<Ip> wanted = new TreeSet<>(gateways);
    wanted.add(GuestPorts.METADATA);
    wanted.add(GuestPorts.METADATA_V6);
    List<String> lines = new ArrayList<>();
    if (!present.containsAll(LOOPBACK)) {
      lines.add("link set dev lo up");
    }
    present.stream()
        .filter(ip -> !wanted.contains(ip) && !LOOPBACK.contains(ip))
        .forEach(ip -> lines.add("addr del " + whole(ip)));
    wanted.stream()
        .filter(ip -> !present.contains(ip))
        .forEach(ip -> lines.add("addr replace " + whole(ip)));
    return lines;
  }

  /// nodad: even on lo an IPv6 address can't be bound to until the kernel has asked nobody for it.
  private static String whole(Ip ip) {
    return ip + "/" + ip.width() + " dev lo" + (ip.v6() ? " nodad" : "");
  }

  static List<String> taps(List<Port> wanted, Links links) {
    Map<String, Port> ports = new HashMap<>();
    wanted.forEach(port -> ports.put(port.device(), port));
    List<String> lines = new ArrayList<>();
    for (Place route : surplus(ports, links)) {
      lines.add("route del " + route.ip() + " dev " + route.device());
    }
    for (Port port : wanted) {
      if (links.devices().contains(port.device()) && !configured(port, links)) {
        lines.addAll(configuration(port));
      }
    }
    return lines;
  }

  private static Set<Place> surplus(Map<String, Port> ports, Links links) {
    Set<Place> surplus = new HashSet<>();
    for (Place route : links.routes()) {
      Port port = ports.get(route.device());
      boolean ours = route.device().startsWith("tap");
      if (ours && (port == null || !port.addresses().contains(route.ip()))) {
        surplus.add(route);
      }
    }
    return surplus;
  }

  private static boolean configured(Port port, Links links) {
    return links.routers().contains(port.device())
        && port.addresses().stream()
            .map(ip -> new Place(port.device(), ip))
            .allMatch(place -> links.routes().contains(place) && known(place, port, links));
  }

  private static boolean known(Place place, Port port, Links links) {
    return place.ip().v6() || port.mac().equals(links.cards().get(place));
  }

  /// The neighbours are permanent: the host never asks a guest where an address is, so no guest can
  /// answer for another.
  private static List<String> configuration(Port port) {
    String device = port.device();
    List<String> lines = new ArrayList<>();
    lines.add("link set dev " + device + " address " + HOST_MAC + " up");
    // It answers for other guests at once, not after the kernel's usual pause of up to 0.8 s.
    lines.add("ntable change name arp_cache dev " + device + " proxy_delay 0");
    for (Ip ip : port.addresses()) {
      lines.add("route replace " + ip + " dev " + device);
      lines.add(
          "neigh replace " + ip + " lladdr " + port.mac() + " dev " + device + " nud permanent");
    }
    lines.add("addr replace fe80::1/64 dev " + device + " nodad");
    return lines;
  }
}
