package io.sekisho.catalog;

import java.util.List;
import java.util.Optional;

/// How large and how fast volumes can be, as IBM's documentation has it in 2026.
///
/// @param family `tiered`, `custom` or `defined_performance`
/// @param capacity in GB
/// @param bootCapacity the same of a volume that a server boots from
/// @param iopsPerGigabyte where the capacity decides; 0 where whoever makes a volume does
/// @param unit KB that one operation moves
/// @param generation of storage, 1 or 2
public record VolumeProfile(
    String name,
    String family,
    Range capacity,
    Range bootCapacity,
    int iopsPerGigabyte,
    Range iops,
    int unit,
    Range bandwidth,
    int generation) {
  /// The one of boot volumes, where nothing else is said.
  public static final String USUAL = "general-purpose";

  /// Of a boot volume, in GB, where nothing else is said.
  public static final int USUAL_CAPACITY = 100;

  private static final String TIERED = "tiered";
  private static final Range BOOT = new Range(10, 250);
  private static final int KILOBITS = 8;
  private static final int KILO = 1_000;
  private static final int USUAL_IOPS = 3_000;

  /// All that there are.
  public static final List<VolumeProfile> ALL =
      List.of(
          tiered(USUAL, 16_000, 3, 16, 5_360),
          tiered("5iops-tier", 9_600, 5, 16, 6_144),
          tiered("10iops-tier", 4_800, 10, 256, 8_192),
          new VolumeProfile(
              "custom",
              "custom",
              new Range(10, 16_000),
              BOOT,
              0,
              new Range(100, 48_000),
              256,
              new Range(1, 8_192),
              1),
          new VolumeProfile(
              "sdp",
              "defined_performance",
              new Range(1, 32_000),
              BOOT,
              0,
              new Range(3_000, 64_000),
              0,
              new Range(1_000, 8_192),
              2));

  /// From a GB on, how many operations a second a volume of the profile `custom` may have.
  private static final List<Step> CUSTOM =
      List.of(
          new Step(10, 100, 1_000),
          new Step(40, 100, 2_000),
          new Step(80, 100, 4_000),
          new Step(100, 100, 6_000),
          new Step(500, 100, 10_000),
          new Step(1_000, 100, 20_000),
          new Step(2_000, 200, 40_000),
          new Step(4_000, 300, 40_000),
          new Step(8_000, 500, 48_000),
          new Step(10_000, 1_000, 48_000));

  /// The same of the profile `sdp`.
  private static final List<Step> DEFINED =
      List.of(
          new Step(1, 3_000, 3_000),
          new Step(21, 3_000, 5_000),
          new Step(51, 3_000, 20_000),
          new Step(81, 3_000, 30_000),
          new Step(101, 3_000, 45_000),
          new Step(131, 3_000, 60_000),
          new Step(151, 3_000, 64_000));

  /// Both ends belong to it.
  public record Range(int min, int max) {
    public boolean holds(int value) {
      return value >= min && value <= max;
    }

    int nearest(long value) {
      return Math.clamp(value, min, max);
    }
  }

  private record Step(int capacity, int min, int max) {}

  private static VolumeProfile tiered(String name, int most, int perGigabyte, int unit, int fast) {
    return new VolumeProfile(
        name,
        TIERED,
        new Range(10, most),
        BOOT,
        perGigabyte,
        new Range(3_000, 48_000),
        unit,
        new Range(1, fast),
        1);
  }

  public static Optional<VolumeProfile> named(String name) {
    return ALL.stream().filter(it -> it.name.equals(name)).findFirst();
  }

  /// Whether whoever makes a volume decides on operations a second.
  public boolean choosesIops() {
    return iopsPerGigabyte == 0;
  }

  /// Whether whoever makes a volume decides on its bandwidth.
  public boolean choosesBandwidth() {
    return unit == 0;
  }

  /// Operations a second that a volume of this capacity may have.
  public Range iops(int gigabytes) {
    if (!choosesIops()) {
      int only = iops.nearest((long) gigabytes * iopsPerGigabyte);
      return new Range(only, only);
    }
    Range found = iops;
    for (Step step : choosesBandwidth() ? DEFINED : CUSTOM) {
      if (gigabytes >= step.capacity) {
        found = new Range(step.min, step.max);
      }
    }
    return found;
  }

  /// The same where nobody says how many.
  public int usualIops(int gigabytes) {
    return iops(gigabytes).nearest(USUAL_IOPS);
  }

  /// The bandwidth in Mbit/s of so many operations a second; where it can be chosen, the least.
  public int bandwidth(int operations) {
    return choosesBandwidth()
        ? bandwidth.min
        : bandwidth.nearest((long) operations * unit * KILOBITS / KILO);
  }
}
