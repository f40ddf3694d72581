package io.sekisho.mint;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import java.util.Map;

/// The regions, and which addresses IBM gives each of their zones first.
final class Regions {
  private static final int LENGTH = 18;
  private static final int STEP = 1 << (32 - LENGTH);
  private static final int OTHERS = 240;

  /// The second byte of the blocks 10.x.0.0/16, as IBM's documentation had it in 2026.
  private static final Map<String, Integer> SECOND =
      Map.ofEntries(
          Map.entry("us-south", OTHERS),
          Map.entry("us-east", 241),
          Map.entry("eu-gb", 242),
          Map.entry("eu-de", 243),
          Map.entry("jp-tok", 244),
          Map.entry("au-syd", 245),
          Map.entry("jp-osa", 248),
          Map.entry("ca-tor", 249),
          Map.entry("br-sao", 250),
          Map.entry("eu-es", 251),
          Map.entry("ca-mon", 253),
          Map.entry("in-che", 254),
          Map.entry("in-mum", 255));

  private Regions() {}

  /// The block of a region's zone.
  ///
  /// @param number 0 for the first zone
  static Prefix block(String region, int number) {
    int second = SECOND.getOrDefault(region, OTHERS);
    return new Prefix(Ip.parse("10." + second + ".0.0").plus((long) number * STEP), LENGTH);
  }
}
