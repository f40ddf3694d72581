package io.sekisho.kernel;

import io.sekisho.nftables.GuestRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The settings of a VPC's namespace. All are written, defaults too: a new namespace inherits some
/// of them from the host, whose administrator may have wanted something else there.
final class Sysctls {
  private static final Path FOLDER = Path.of("/proc/sys/net");

  /// In this order: turning forwarding on resets some of those that follow.
  private static final List<Map.Entry<String, Integer>> OF_THE_NAMESPACE =
      List.of(
          Map.entry("ipv4/ip_forward", 1),
          Map.entry("ipv6/conf/all/forwarding", 1),
          // The accepted socket gets the mark of the port that the SYN came through.
          Map.entry("ipv4/tcp_fwmark_accept", 1),
          // Finds a smaller MTU on the way without believing ICMP messages of guests.
          Map.entry("ipv4/tcp_mtu_probing", 1),
          // A handshake that is never completed is forgotten after 15 s, not 63 s.
          Map.entry("ipv4/tcp_synack_retries", 3),
          Map.entry("ipv4/tcp_syncookies", 1));

  private static final List<Map.Entry<String, Integer>> OF_EACH_DEVICE =
      List.of(
          // The binding set proves the source; the reverse path may be absent.
          Map.entry("ipv4/conf/%s/rp_filter", 0),
          Map.entry("ipv4/conf/%s/accept_source_route", 0),
          Map.entry("ipv4/conf/%s/accept_local", 0),
          Map.entry("ipv4/conf/%s/arp_accept", 0),
          Map.entry("ipv4/conf/%s/bc_forwarding", 0),
          Map.entry("ipv4/conf/%s/accept_redirects", 0),
          Map.entry("ipv4/conf/%s/send_redirects", 0),
          Map.entry("ipv4/conf/%s/route_localnet", 0),
          // A guest may take its neighbours in the subnet to be on its link: every tap answers for
          // them, and they meet here as all others do.
          Map.entry("ipv4/conf/%s/proxy_arp", 1),
          // Gateway and service are on lo, and every tap answers ARP for them.
          Map.entry("ipv4/conf/%s/arp_ignore", 0),
          Map.entry("ipv4/conf/%s/arp_filter", 0),
          Map.entry("ipv6/conf/%s/accept_ra", 0),
          Map.entry("ipv6/conf/%s/accept_redirects", 0),
          Map.entry("ipv6/conf/%s/accept_source_route", 0),
          Map.entry("ipv6/conf/%s/accept_dad", 0),
          // 1: a tap makes no link-local address of its own; it gets fe80::1.
          Map.entry("ipv6/conf/%s/addr_gen_mode", 1));

  private Sysctls() {}

  /// Writes them for the namespace of the calling thread.
  static void write() throws IOException {
    for (var setting : all()) {
      Files.writeString(FOLDER.resolve(setting.getKey()), setting.getValue().toString());
    }
  }

  /// Writes them for the device that leads out of the namespace of the calling thread: as for a
  /// tap, but that it answers for addresses that are behind it itself, as are those that the
  /// internet knows guests by. Which those are, the rules say.
  static void writeUplink() throws IOException {
    Map<String, Integer> settings = new LinkedHashMap<>();
    OF_EACH_DEVICE.forEach(
        it -> settings.put(it.getKey().formatted(GuestRules.UPLINK), it.getValue()));
    settings.put("ipv4/conf/%s/proxy_arp".formatted(GuestRules.UPLINK), 0);
    settings.put("ipv4/conf/%s/proxy_arp_pvlan".formatted(GuestRules.UPLINK), 1);
    for (var setting : settings.entrySet()) {
      Path file = FOLDER.resolve(setting.getKey());
      if (Files.exists(file)) {
        Files.writeString(file, setting.getValue().toString());
      }
    }
  }

  private static List<Map.Entry<String, Integer>> all() {
    List<Map.Entry<String, Integer>> all = new ArrayList<>(OF_THE_NAMESPACE);
    for (var setting : OF_EACH_DEVICE) {
      for (String scope : List.of("all", "default")) {
        all.add(Map.entry(setting.getKey().formatted(scope), setting.getValue()));
      }
    }
    return all;
  }
}
