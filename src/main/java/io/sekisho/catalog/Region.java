package io.sekisho.catalog;

import io.sekisho.address.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A place with zones that fail one by one.
///
/// @param status `available` or `unavailable`
public record Region(String name, String status, List<Zone> zones) {
  /// The one that there is where nobody declares any.
  public static final String USUAL = "us-south";

  static final String AVAILABLE = "available";
  private static final int ZONES = 3;

  public Region {
    zones = List.copyOf(zones);
  }

  /// Part of a region.
  ///
  /// @param name the region's, a hyphen and a number
  /// @param status `available`, `impaired`, `unassigned` or `unavailable`
  /// @param dataCenter such as `dal10`
  /// @param floatingIps the public addresses that can be given away here
  public record Zone(
      String name, String status, Optional<String> dataCenter, List<Prefix> floatingIps) {
    public Zone {
      floatingIps = List.copyOf(floatingIps);
    }

    static Zone named(String name) {
      return new Zone(name, AVAILABLE, Optional.empty(), List.of());
    }

    public String region() {
      return Region.of(name);
    }
  }

  /// A region of which nothing is known but its name: three zones, as IBM's have.
  public static Region named(String name) {
    return new Region(
        name,
        AVAILABLE,
        IntStream.rangeClosed(1, ZONES).mapToObj(it -> Zone.named(name + "-" + it)).toList());
  }

  /// The region of a zone such as `us-south-1`.
  public static String of(String zone) {
    return zone.replaceFirst("-[^-]*$", "");
  }

  public Optional<Zone> zone(String zone) {
    return zones.stream().filter(it -> it.name().equals(zone)).findFirst();
  }
}
