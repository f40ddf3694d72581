package io.sekisho.passage;

import io.sekisho.estate.Refusal;
import java.util.List;

/// Numbers of autonomous systems.
final class Asn {
  /// Of a gateway that nobody gave one.
  static final long USUAL = 64_520;

  private static final long LAST = 0xFFFF_FFFFL;

  /// A row of numbers, both ends included.
  private record Row(long first, long last) {}

  /// Those that mean something to IBM's network.
  private static final List<Row> RESERVED =
      List.of(
          new Row(0, 0),
          new Row(13_884, 13_884),
          new Row(36_351, 36_351),
          new Row(64_512, 64_513),
          new Row(65_100, 65_100),
          new Row(65_200, 65_234),
          new Row(65_402, 65_433),
          new Row(65_500, 65_500),
          new Row(4_201_065_000L, 4_201_065_999L));

  private Asn() {}

  /// One that somebody gave, if it can be one.
  static long valid(long said, String field) {
    if (said < 0 || said > LAST) {
      throw Refusal.invalid(field, "It is between 1 and %d.".formatted(LAST));
    }
    if (RESERVED.stream().anyMatch(it -> it.first() <= said && said <= it.last())) {
      throw Refusal.invalid(field, "%d is reserved: choose another.".formatted(said));
    }
    return said;
  }
}
