package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.http.Shares.Share;
import io.sekisho.telemetry.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesTest {
  private static final long SECOND = 1_000_000_000L;

  /// nanoTime may begin anywhere, below zero and right before the largest number too.
  @ParameterizedTest
  @ValueSource(longs = {0, -SECOND, Long.MAX_VALUE - SECOND, Long.MIN_VALUE})
  void allowsABurstAndThenTheRate(long start) {
    Share share = new Share("a", new Limits.Share(1, 10, 5, 1), start);
    for (int i = 0; i < 5; i++) {
      assertThat(share.spend(start)).as("burst %d", i).isZero();
    }
    assertThat(share.spend(start)).isEqualTo(1);
    for (int i = 1; i <= 30; i++) {
      long now = start + i * SECOND / 10;
      assertThat(share.spend(now)).as("tick %d", i).isZero();
      assertThat(share.spend(now)).as("twice in tick %d", i).isEqualTo(1);
    }
    long rested = start + 60 * SECOND;
    for (int i = 0; i < 5; i++) {
      assertThat(share.spend(rested)).as("burst after rest %d", i).isZero();
    }
    assertThat(share.spend(rested)).isEqualTo(1);
  }

  @Test
  void hasNoRateUnlessAsked() {
    Share share = new Share("a", new Limits.Share(1, 0, 0, 1), 0);
    for (int i = 0; i < 100_000; i++) {
      assertThat(share.spend(0)).isZero();
    }
  }

  @Test
  void deservesOneNoticeAMinute() {
    Share share = new Share("a", Limits.DEFAULT.share(), 0);

    assertThat(share.deservesNotice(0)).isTrue();
    assertThat(share.deservesNotice(59 * SECOND)).isFalse();
    assertThat(share.deservesNotice(60 * SECOND)).isTrue();
  }

  @Test
  void remembersAShareUntilItsRateIsRestored() {
    Shares shares = new Shares(Limits.DEFAULT.with(new Limits.Share(9, 1, 10, 1)), new Metrics());
    Shares.Stay stay = stay(shares);
    Share first = stay.share();
    long now = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      first.spend(now);
    }
    stay.end(Shares.Fate.SERVED);

    shares.forget(now + SECOND);
    Shares.Stay second = stay(shares);
    assertThat(second.share()).as("still in debt").isSameAs(first);
    shares.forget(now + 60 * SECOND);
    Shares.Stay third = stay(shares);
    assertThat(third.share()).as("still connected").isSameAs(first);
    second.end(Shares.Fate.SERVED);
    third.end(Shares.Fate.SERVED);
    shares.forget(now + 60 * SECOND);
    assertThat(stay(shares).share()).as("forgotten").isNotSameAs(first);
  }

  private static Shares.Stay stay(Shares shares) {
    return shares.enter("a", 0, _ -> {}).orElseThrow();
  }
}
