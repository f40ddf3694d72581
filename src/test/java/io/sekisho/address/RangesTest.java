package io.sekisho.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.5, 10.0.0.5, true",
    "10.0.0.5, 10.0.0.6, false",
    "10.0.0.0/24, 10.0.0.0, true",
    "10.0.0.0/24, 10.0.0.255, true",
    "10.0.0.0/24, 10.0.1.0, false",
    "10.0.0.0/24, 9.255.255.255, false",
    "10.0.0.0/31, 10.0.0.2, false",
    "10.0.0.7/32, 10.0.0.7, true",
    "10.0.0.7/32, 10.0.0.6, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "::/0, 10.0.0.1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::, false",
    "10.0.0.5-10.0.0.9, 10.0.0.5, true",
    "10.0.0.5 - 10.0.0.9, 10.0.0.9, true",
    "10.0.0.5-10.0.0.9, 10.0.0.4, false",
    "10.0.0.5-10.0.0.9, 10.0.0.10, false",
    "127.255.255.255-128.0.0.1, 128.0.0.0, true",
    "7fff::-8000::1, 8000::, true",
    "7fff::-8000::1, 8000::2, false",
    "'10.0.0.1, fd00::1,192.168.0.0/16', 192.168.255.255, true",
    "'10.0.0.1, fd00::1,192.168.0.0/16', fd00::1, true",
    "'10.0.0.1, fd00::1,192.168.0.0/16', 10.0.0.2, false"
  })
  void containWhatIsListed(String list, String address, boolean contained) {
    assertThat(Ranges.parse(list).contains(Ip.parse(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "10.0.0.1,",
        "10.0.0.1,,10.0.0.2",
        "10.0.0.1 10.0.0.2",
        "10.0.0.1;10.0.0.2",
        "home",
        "10.0.0.256",
        "010.0.0.1",
        "10.0.0.0/33",
        "10.0.0.1/24",
        "::/129",
        "::ffff:10.0.0.1",
        "::ffff:0a00:0001",
        "::ffff:10.0.0.0/120",
        "fe80::1%eth0",
        "10.0.0.9-10.0.0.5",
        "10.0.0.1-::1",
        "10.0.0.1-",
        "-10.0.0.1",
        "10.0.0.1-10.0.0.2-10.0.0.3",
        "10.0.0.0/24-10.0.1.0/24"
      })
  void areNothingThatCouldMeanSomethingElse(String list) {
    assertThatThrownBy(() -> Ranges.parse(list)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sayWhatIsWrong() {
    assertThatThrownBy(() -> Ranges.parse("10.0.0.77/24"))
        .hasMessageContaining("; write 10.0.0.0/24");
    assertThatThrownBy(() -> Ranges.parse("10.0.0.9-10.0.0.5")).hasMessageContaining("ends before");
  }
}
