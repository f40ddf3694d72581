package io.sekisho.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTest {
  private static final long SEED = 20261123;

  @ParameterizedTest
  @CsvFileSource(resources = "/address/ips.csv", numLinesToSkip = 1, quoteCharacter = '\'')
  void readsLiteralsAndPrintsOneSpelling(String text, String printed, String why) {
    String given = text == null ? "" : text;
    if (printed.equals("refused")) {
      assertThatThrownBy(() -> Ip.parse(given))
          .as(why)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not an IPv4 or IPv6 address");
    } else {
      assertThat(Ip.parse(given)).as(why).hasToString(printed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3.4\n", "\n1.2.3.4", "::1\n", "::1\u0000", "1.2.3.4\u0000"})
  void refusesWhatTablesCannotHold(String text) {
    assertThatThrownBy(() -> Ip.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesPrintingAndBytes() {
    addresses()
        .forEach(
            ip -> {
              assertThat(Ip.parse(ip.toString())).isEqualTo(ip);
              assertThat(Ip.of(ip.bytes())).isEqualTo(ip);
              assertThat(ip.bytes()).hasSize(ip.width() / 8);
              assertThat(Ip.of(ip.toInetAddress())).isEqualTo(ip);
            });
  }

  @Test
  void printsWhatJavaReadsAsTheSameAddress() throws UnknownHostException {
    for (Ip ip : addresses().toList()) {
      assertThat(InetAddress.ofLiteral(ip.toString()).getAddress()).isEqualTo(ip.bytes());
    }
  }

  @Test
  void stepsForthAndBack() {
    Random random = new Random(SEED);
    addresses()
        .forEach(
            ip -> {
              long offset = random.nextInt(1 << 20);
              assertThat(ip.plus(offset).plus(-offset)).isEqualTo(ip);
              assertThat(ip.plus(0)).isEqualTo(ip);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.255, 1, 10.0.1.0",
    "255.255.255.255, 1, 0.0.0.0",
    "0.0.0.0, -1, 255.255.255.255",
    "::ffff:ffff:ffff:ffff, 1, 0:0:0:1::",
    "0:0:0:1::, -1, ::ffff:ffff:ffff:ffff",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 1, ::"
  })
  void carriesBetweenItsHalves(String from, long offset, String to) {
    assertThat(Ip.parse(from).plus(offset)).hasToString(to);
  }

  @Test
  void sortsByFamilyThenUnsigned() {
    List<Ip> sorted =
        Stream.of("0.0.0.1", "10.0.0.2", "200.0.0.1", "::", "::1", "1::", "8000::", "ffff::")
            .map(Ip::parse)
            .toList();
    assertThat(sorted.reversed().stream().sorted()).containsExactlyElementsOf(sorted);
  }

  @Test
  void cannotBeBuiltFromOtherSizes() {
    assertThatThrownBy(() -> Ip.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ip(false, 0, 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ip(false, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /// Addresses with many runs of zeros: where the shortening can go wrong.
  private static Stream<Ip> addresses() {
    Random random = new Random(SEED);
    Stream<Ip> four =
        Stream.generate(() -> new Ip(false, 0, random.nextLong() & 0xffff_ffffL)).limit(2_000);
    Stream<Ip> six =
        Stream.generate(() -> new Ip(true, half(random), half(random)))
            .filter(ip -> ip.high() != 0 || ip.low() >>> 32 != 0xffff)
            .limit(8_000);
    return Stream.concat(four, six);
  }

  private static long half(Random random) {
    long half = 0;
    for (int group = 0; group < 4; group++) {
      half = (half << 16) | (random.nextBoolean() ? 0 : random.nextInt(1 << 16));
    }
    return half;
  }
}
