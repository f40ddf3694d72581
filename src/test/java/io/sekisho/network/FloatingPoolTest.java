package io.sekisho.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatingPoolTest {
  @Test
  void hasTheBlocksOfEachZone() {
    FloatingPool pool =
        FloatingPool.of(
            List.of(
                "us-south-1=192.0.2.0/28",
                "us-south-2=198.51.100.0/28",
                "us-south-1=192.0.2.32/28"));
    assertThat(pool.zones().get("us-south-1")).hasToString("[192.0.2.0/28, 192.0.2.32/28]");
    assertThat(pool.zones()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.0/28", "=192.0.2.0/28", "us-south-1=2001:db8::/64", "z=all"})
  void refusesWhatIsNoZoneAndPrefix(String said) {
    assertThatThrownBy(() -> FloatingPool.of(List.of(said)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnAddressInTwoBlocks() {
    assertThatThrownBy(() -> FloatingPool.of(List.of("a-1=192.0.2.0/24", "b-1=192.0.2.16/28")))
        .hasMessageContaining("in common");
  }
}
