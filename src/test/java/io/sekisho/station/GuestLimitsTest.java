package io.sekisho.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.client.Failure;
import io.sekisho.http.Limits.Share;
import io.sekisho.station.GuestLimits.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `up --set` takes.
class GuestLimitsTest {
  @ParameterizedTest
  @EnumSource
  void namesTheLimitThatItRefuses(Limit limit) {
    assertThatThrownBy(() -> GuestLimits.of(Map.of(limit.word(), -1)))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("--set: " + limit.word() + " can't be less than ");
    assertThatThrownBy(() -> GuestLimits.of(Map.of("foo", 1)))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("--set: there is no limit named foo; limits are connections, ")
        .hasMessageContaining(limit.word());
  }

  @ParameterizedTest
  @EnumSource
  void isListedInTheReadmeWithItsDefault(Limit limit) throws IOException {
    String number = limit.toString().substring(limit.toString().indexOf('=') + 1);

    assertThat(Files.readString(Path.of("README.md")))
        .containsPattern("\n\\| `%s` \\| %s\\b.*\\|".formatted(limit.word(), number));
  }

  @Test
  void takesNoConnectionsForAMistakeAndNoRateForNoLimit() {
    assertThatThrownBy(() -> GuestLimits.of(Map.of("connections", 0)))
        .hasMessage("--set: connections can't be less than 1.");
    assertThat(GuestLimits.of(Map.of("requests-per-second", 0)).http().share())
        .isEqualTo(new Share(64, 0, 0, 64, 50));
  }

  @Test
  void letsBurstsBeTwiceTheRate() {
    assertThat(burst(Map.of("requests-per-second", 7))).isEqualTo(14);
    assertThat(burst(Map.of("requests-per-second", 7, "burst", 3))).isEqualTo(3);
    assertThat(burst(Map.of("requests-per-second", Integer.MAX_VALUE)))
        .isEqualTo(Integer.MAX_VALUE);
  }

  private static int burst(Map<String, Integer> chosen) {
    return GuestLimits.of(chosen).http().share().burst();
  }
}
