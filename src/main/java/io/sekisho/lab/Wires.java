package io.sekisho.lab;

import io.sekisho.client.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What `ip` and `nft` are told so that a guest is wired: text only, nothing is run here.
final class Wires {
  /// The link group of every device that the lab makes: one command removes them all, and with each
  /// its other end.
  static final int GROUP = 7;

  private static final String ROUTER6 = "fe80::1";

  private Wires() {}

  /// Lines for `ip -batch`: both ends of every cable, each made where it belongs, so that none can
  /// ever be left lying in the host's own namespace.
  static List<String> cables(Guest guest) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < guest.interfaces().size(); i++) {
      Guest.Interface port = guest.interfaces().get(i);
      lines.add(
          "link add name eth%d address %s group %d netns %s type veth peer name %s netns %s"
              .formatted(
                  i,
                  port.macAddress(),
                  GROUP,
                  guest.namespace(),
                  port.device(),
                  port.networkNamespace()));
    }
    for (int i = 0; i < guest.containers().size(); i++) {
      lines.add(
          "link add name ct%d group %d netns %s type veth peer name eth0 netns %s"
              .formatted(i, GROUP, guest.namespace(), guest.containers().get(i).namespace()));
    }
    return lines;
  }

  /// Lines for `ip -batch` within the guest's namespace.
  static List<String> inside(Guest guest) {
    List<String> lines = new ArrayList<>(List.of("link set lo up"));
    for (int i = 0; i < guest.interfaces().size(); i++) {
      lines.addAll(port(guest.interfaces().get(i), i));
    }
    for (int i = 0; i < guest.containers().size(); i++) {
      lines.add(up("ct" + i));
      lines.add("addr add %s.1/24 dev ct%d".formatted(block(guest, i), i));
      if (guest.speaksIpv6()) {
        lines.add("addr add %s1/64 dev ct%d nodad".formatted(block6(i), i));
      }
    }
    return lines;
  }

  /// Lines for `ip -batch` within the namespace of a guest's container.
  static List<String> inside(Guest guest, int container) {
    List<String> lines = new ArrayList<>(List.of("link set lo up", up("eth0")));
    String block = block(guest, container);
    lines.add("addr add %s.2/24 dev eth0".formatted(block));
    lines.add("route add default via %s.1".formatted(block));
    if (guest.speaksIpv6()) {
      lines.add("addr add %s2/64 dev eth0 nodad".formatted(block6(container)));
      lines.add("route add default via %s1".formatted(block6(container)));
    }
    return lines;
  }

  /// The `nft` transaction that lets a guest's containers out under the guest's own addresses.
  static String masquerade(Guest guest) {
    return """
    table inet lab {
      chain leaving {
        type nat hook postrouting priority srcnat; policy accept;
        ip saddr %s.0.0/16 oifname "eth*" masquerade
        ip6 saddr fd17::/16 oifname "eth*" masquerade
      }
    }
    """
        .formatted(bridge(guest));
  }

  /// The container's own address in its guest.
  static String address(Guest guest, int container) {
    return block(guest, container) + ".2";
  }

  private static List<String> port(Guest.Interface port, int index) {
    String device = "eth" + index;
    List<String> lines = new ArrayList<>(List.of(up(device)));
    String primary = port.addresses().getFirst();
    lines.add("addr add %s/%d dev %s".formatted(primary, port.prefixLength(), device));
    for (String address : port.addresses().subList(1, port.addresses().size())) {
      lines.add(
          Guest.isIpv6(address)
              // Taps are routed: there is nobody on the link but the router.
              ? "addr add %s/128 dev %s nodad".formatted(address, device)
              : "addr add %s/32 dev %s".formatted(address, device));
    }
    lines.addAll(routes(port, device, "metric " + metric(index)));
    if (index > 0) {
      lines.addAll(routes(port, device, "table " + metric(index)));
      // An answer leaves by the interface whose address it carries; from any other it is spoofed.
      port.addresses()
          .forEach(it -> lines.add("rule add from %s lookup %d".formatted(it, metric(index))));
    }
    return lines;
  }

  private static List<String> routes(Guest.Interface port, String device, String where) {
    List<String> lines = new ArrayList<>();
    lines.add("route add default via %s dev %s onlink %s".formatted(port.gateway(), device, where));
    if (port.addresses().stream().anyMatch(Guest::isIpv6)) {
      lines.add("route add default via %s dev %s %s".formatted(ROUTER6, device, where));
    }
    return lines;
  }

  /// Without an address of its own making: nothing is to be detected, solicited or waited for.
  private static String up(String device) {
    return "link set dev " + device + " addrgenmode none up";
  }

  private static int metric(int index) {
    return 100 + index;
  }

  private static String block(Guest guest, int container) {
    return bridge(guest) + "." + container;
  }

  private static String block6(int container) {
    return "fd17:" + container + "::";
  }

  /// Two numbers, such as Docker's `172.17`, that none of the guest's own addresses begins with.
  private static String bridge(Guest guest) {
    return IntStream.rangeClosed(17, 31)
        .mapToObj(n -> "172." + n)
        .filter(Predicate.not(it -> guest.addresses().anyMatch(own -> own.startsWith(it + "."))))
        .findFirst()
        .orElseThrow(
            () -> new Failure(guest.reference() + " leaves no addresses for its containers."));
  }
}
