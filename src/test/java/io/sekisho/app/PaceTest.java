package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void startsAtOnceAfterALongLifeOrTheFirstShortOne() {
    assertThat(pace.pause(Duration.ofHours(1), false)).isZero();
    assertThat(pace.pause(Duration.ofMillis(1), false)).isZero();
  }

  @Test
  void slowsDownWhileOneAfterAnotherDiesAndNotForEver() {
    assertThat(
            IntStream.range(0, 100)
                .mapToObj(_ -> pace.pause(Duration.ofMillis(900), false).toMillis()))
        .startsWith(0L, 500L, 1_000L, 2_000L, 4_000L, 8_000L)
        .endsWith(8_000L);
    assertThat(pace.youngDeaths()).isEqualTo(100);

    assertThat(pace.pause(Duration.ofSeconds(5), false)).isZero();
    assertThat(pace.youngDeaths()).isZero();
  }

  @Test
  void keepsGuestsOfOneThatServedThemWaitingHalfASecond() {
    assertThat(
            IntStream.range(0, 100)
                .mapToObj(_ -> pace.pause(Duration.ofSeconds(2), true).toMillis()))
        .startsWith(0L, 500L)
        .endsWith(500L);
  }
}
