package io.sekisho.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.Layer;
import io.sekisho.firewall.Protocol.Other;
import io.sekisho.firewall.Protocol.Transport;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocols have IBM's names, one each.
class ProtocolTest {
  @Test
  void everyNumberHasOneName() {
    Set<String> words = new HashSet<>(Set.of("any", "icmp_tcp_udp", "icmp", "tcp", "udp"));
    for (int number = 0; number < 256; number++) {
      if (number != 1 && number != 6 && number != 17) {
        words.add(new Other(number).word());
      }
    }
    assertThat(words).hasSize(258);
    assertThat(words).allMatch(word -> Protocol.named(word).orElseThrow().word().equals(word));
  }

  @ParameterizedTest
  @CsvSource({
    "ip_in_ip,4",
    "rsvp,46",
    "gre,47",
    "esp,50",
    "ah,51",
    "vrrp,112",
    "l2tp,115",
    "sctp,132",
    "number_0,0",
    "number_88,88",
    "number_255,255"
  })
  void namesAreOfTheNumbersThatIanaGave(String word, int number) {
    assertThat(Protocol.named(word)).contains(new Other(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all",
        "TCP",
        "88",
        "number_",
        "number_1",
        "number_6",
        "number_17",
        "number_4",
        "number_47",
        "number_132",
        "number_256",
        "number_007",
        "number_-1",
        "number_1e1"
      })
  void otherWordsNameNothing(String word) {
    assertThat(Protocol.named(word)).isEmpty();
  }

  @Test
  void icmpHasTypesAndTheirCodes() {
    assertThat(new Icmp(Optional.of(254), Optional.of(255)).word()).isEqualTo("icmp");
    assertThatThrownBy(() -> new Icmp(Optional.of(255), Optional.empty()))
        .hasMessageContaining("254");
    assertThatThrownBy(() -> new Icmp(Optional.of(8), Optional.of(256)))
        .hasMessageContaining("255");
    assertThatThrownBy(() -> new Icmp(Optional.empty(), Optional.of(0)))
        .hasMessageContaining("type");
  }

  @Test
  void portsGoUp() {
    assertThat(new Ports(443, 444).contains(444)).isTrue();
    assertThat(new Ports(443, 444).contains(445)).isFalse();
    assertThatThrownBy(() -> new Ports(0, 5)).hasMessageContaining("from 1");
    assertThatThrownBy(() -> new Ports(2, 1)).hasMessageContaining("up");
    assertThatThrownBy(() -> new Ports(1, 65_536)).hasMessageContaining("65535");
  }

  @Test
  void transportsAreOfANumber() {
    assertThat(Layer.TCP.number()).isEqualTo(6);
    assertThat(new Transport(Layer.UDP, Optional.empty(), Optional.empty()).word())
        .isEqualTo("udp");
  }
}
