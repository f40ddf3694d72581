package io.sekisho.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final Backoff backoff = new Backoff();

  @Test
  void waitsLongerEachTimeAndNeverTooLong() {
    List<Long> waits =
        IntStream.range(0, 100).mapToObj(it -> putBack(NOW.plusSeconds(it)).toSeconds()).toList();

    assertThat(waits).startsWith(0L, 0L, 0L, 1L, 2L, 4L, 8L, 10L, 10L).endsWith(10L);
  }

  @Test
  void beginsAnewAfterAQuietMinute() {
    IntStream.range(0, 9).forEach(_ -> putBack(NOW));

    assertThat(backoff.before(NOW.plusSeconds(60))).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.before(NOW.plusSeconds(61))).isZero();
  }

  @Test
  void countsOnlyWhatWasPutBack() {
    IntStream.range(0, 9).forEach(_ -> assertThat(backoff.before(NOW)).isZero());
  }

  private Duration putBack(Instant now) {
    Duration wait = backoff.before(now);
    backoff.count(now);
    return wait;
  }
}
