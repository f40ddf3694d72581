package io.sekisho.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixTest {
  private static final long SEED = 20261123;

  @ParameterizedTest
  @CsvFileSource(resources = "/address/prefixes.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void readsBlocksAndKnowsTheirEnd(String text, String last, String why) {
    if (last.equals("refused")) {
      assertThatThrownBy(() -> Prefix.parse(text))
          .as(why)
          .isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(Prefix.parse(text)).as(why).hasToString(text);
      assertThat(Prefix.parse(text).last()).as(why).hasToString(last);
    }
  }

  @Test
  void saysWhichBlockWasMeant() {
    assertThatThrownBy(() -> Prefix.parse("10.0.0.77/24"))
        .hasMessageContaining("; write 10.0.0.0/24");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.0, true",
    "10.0.0.0/24, 10.0.0.255, true",
    "10.0.0.0/24, 10.0.1.0, false",
    "10.0.0.0/24, 9.255.255.255, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 10.0.0.1, false",
    "::/96, 10.0.0.1, false",
    "2001:db8::/65, 2001:db8::7fff:0:0:1, true",
    "2001:db8::/65, 2001:db8::8000:0:0:1, false"
  })
  void containsItsOwnAddressesOnly(String prefix, String ip, boolean inside) {
    assertThat(Prefix.parse(prefix).contains(Ip.parse(ip))).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.0.0/16, true",
    "10.0.0.0/24, 10.0.0.0/24, true",
    "10.0.0.0/25, 10.0.0.128/25, false",
    "0.0.0.0/0, ::/0, false",
    "::/0, 2001:db8::/32, true"
  })
  void overlapsInBothDirections(String one, String other, boolean overlapping) {
    assertThat(Prefix.parse(one).overlaps(Prefix.parse(other))).isEqualTo(overlapping);
    assertThat(Prefix.parse(other).overlaps(Prefix.parse(one))).isEqualTo(overlapping);
  }

  @Test
  void reachesFromItsFirstToItsLastAddress() {
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      boolean v6 = random.nextBoolean();
      Ip ip =
          v6
              ? new Ip(true, random.nextLong(), random.nextLong())
              : new Ip(false, 0, random.nextLong() & 0xffff_ffffL);
      Prefix prefix = around(ip, random.nextInt(ip.width() + 1));
      assertThat(prefix.contains(ip)).isTrue();
      assertThat(prefix.contains(prefix.first())).isTrue();
      assertThat(prefix.contains(prefix.last())).isTrue();
      assertThat(prefix.length() > 0 && prefix.contains(prefix.last().plus(1))).isFalse();
      assertThat(prefix.length() > 0 && prefix.contains(prefix.first().plus(-1))).isFalse();
      assertThat(Prefix.parse(prefix.toString())).isEqualTo(prefix);
    }
  }

  /// The block of that length around an address, computed bit by bit.
  private static Prefix around(Ip ip, int length) {
    byte[] bytes = ip.bytes();
    for (int bit = length; bit < ip.width(); bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
    }
    return new Prefix(Ip.of(bytes), length);
  }
}
