package io.sekisho.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class MacTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/address/macs.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void readsOneFormAndPrintsIt(String text, String printed, String why) {
    String given = text == null ? "" : text;
    if (printed.equals("refused")) {
      assertThatThrownBy(() -> Mac.parse(given))
          .as(why)
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(Mac.parse(given)).as(why).hasToString(printed);
    }
  }

  @Test
  void survivesPrinting() {
    Random random = new Random(20261123);
    for (int i = 0; i < 2_000; i++) {
      Mac mac = new Mac(random.nextLong() & 0xfeff_ffff_ffffL);
      assertThat(Mac.parse(mac.toString())).isEqualTo(mac);
    }
  }

  @Test
  void hasNoMoreThan48Bits() {
    assertThatThrownBy(() -> new Mac(1L << 48)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Mac(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
