package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.kernel.Links.Place;
import io.sekisho.nftables.GuestPorts.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Works out what is to be done to the taps that are there, so that each wanted one leads to its
/// guest and no other does.
final class Taps {
  /// The host's own address on every tap, so that a guest may move to another host unawares.
  static final String HOST_MAC = "fe:00:00:00:00:01";

  private Taps() {}

  /// Lines for `ip -batch`; none if everything is as it should be.
  static List<String> commands(List<Port> wanted, Links links) {
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
    for (Ip ip : port.addresses()) {
      lines.add("route replace " + ip + " dev " + device);
      lines.add(
          "neigh replace " + ip + " lladdr " + port.mac() + " dev " + device + " nud permanent");
    }
    lines.add("addr replace fe80::1/64 dev " + device + " nodad");
    return lines;
  }
}
