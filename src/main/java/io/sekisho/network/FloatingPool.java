package io.sekisho.network;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.vpc.FloatingIp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The public addresses that whoever runs this has to give away, by zone. Nobody can make such
/// addresses up: without any, there are no floating IPs. Those of the catalogue come first.
public record FloatingPool(Map<String, List<Prefix>> zones) {
  public static final FloatingPool NONE = new FloatingPool(Map.of());

  private static final int MOST = 40;

  public FloatingPool {
    zones = Map.copyOf(zones);
  }

  /// Reads what an operator says.
  ///
  /// @param said each a zone and a prefix, such as `us-south-1=203.0.113.0/28`
  /// @throws IllegalArgumentException if one is something else, or has an address of another one
  public static FloatingPool of(List<String> said) {
    Map<String, List<Prefix>> zones = new LinkedHashMap<>();
    List<Prefix> all = new ArrayList<>();
    for (String each : said) {
      int sign = each.indexOf('=');
      if (sign < 1) {
        throw new IllegalArgumentException(
            "\"" + each + "\" is no zone and prefix, such as us-south-1=203.0.113.0/28");
      }
      Prefix block = Prefix.parse(each.substring(sign + 1));
      if (block.first().v6()) {
        throw new IllegalArgumentException(
            "floating IPs are IPv4 addresses, " + block + " has none");
      }
      all.stream()
          .filter(it -> it.contains(block.first()) || block.contains(it.first()))
          .findFirst()
          .ifPresent(
              other -> {
                throw new IllegalArgumentException(
                    block + " and " + other + " have addresses in common");
              });
      all.add(block);
      zones.computeIfAbsent(each.substring(0, sign), _ -> new ArrayList<>()).add(block);
    }
    return new FloatingPool(zones);
  }

  /// Those of all zones.
  public List<Prefix> blocks() {
    return zones.values().stream().flatMap(List::stream).toList();
  }

  /// A new floating IP, which whoever asks puts down, or in what it is bound to.
  ///
  /// @param group the id of its resource group; of the account's default one, if empty
  public FloatingIp take(Scene scene, String zone, Optional<String> name, Optional<String> group) {
    List<FloatingIp> own = scene.anywhere(FloatingIp.class);
    long here = own.stream().filter(it -> it.zone().equals(zone)).count();
    scene.expectRoom((int) here, MOST, "floating IPs in zone " + zone);
    String free = Names.own(name, own, "");
    return new FloatingIp(
        scene.zonal("floating-ip", zone, free, group), zone, address(scene, zone, Set.of()));
  }

  /// A public address that is nobody's, for what has one without a floating IP.
  ///
  /// @param also those that it has got already in this write
  public Ip address(Scene scene, String zone, Set<Ip> also) {
    List<Prefix> blocks = new ArrayList<>(scene.catalog().floatingIps(zone));
    blocks.addAll(zones.getOrDefault(zone, List.of()));
    if (blocks.isEmpty()) {
      throw Refusal.conflict(
          ("There are no public addresses for zone %s: whoever runs this gives it some,"
                  + " as floating_ips of the zone in an inventory's catalog, or with"
                  + " --floating-ips %s=PREFIX.")
              .formatted(zone, zone));
    }
    Set<Ip> taken = new HashSet<>(scene.publicIps());
    taken.addAll(also);
    for (Prefix block : blocks) {
      Ip ip = block.first();
      while (taken.contains(ip) && !ip.equals(block.last())) {
        ip = ip.plus(1);
      }
      if (!taken.contains(ip)) {
        return ip;
      }
    }
    throw Refusal.conflict(
        "All public addresses of zone %s are taken: release a floating IP first.".formatted(zone));
  }
}
