package io.sekisho.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sekisho.address.Mac;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.Envelope;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RulesetTest {
  private static final String TWO =
      """
      1 02:00:00:00:00:01 http  1 10.0.0.5
      2 02:00:00:00:00:02 https 2 10.0.0.6 2001:db8::6
      """;

  @Nested
  class Change {
    @Test
    void isEmptyBetweenEqualRulesets() {
      assertThat(change(TWO, TWO)).isEmpty();
    }

    @Test
    void ofOneHopLimitTouchesOneElement() {
      assertThat(change(TWO, TWO.replace("http  1", "http  7")))
          .isEqualTo(
              """
              delete element inet sekisho hops {
                "tap1" : goto hops1
              }
              add element inet sekisho hops {
                "tap1" : goto hops7
              }
              """);
    }

    @Test
    void ofSwitchingOffLeavesNoDoor() {
      assertThat(change(TWO, TWO.replace("https 2", "off   2")))
          .isEqualTo(
              """
              delete element inet sekisho door {
                "tap2" . 80 : goto shut,
                "tap2" . 443 : goto open
              }
              """);
    }

    @Test
    void ofAnAddressReachesEverySetThatKnowsIt() {
      assertThat(change(TWO, TWO.replace("10.0.0.5", "10.0.0.9")))
          .contains("delete element inet sekisho sender {", "delete element arp sekisho sender {")
          .contains("add element inet sekisho sender {", "add element arp sekisho sender {")
          .doesNotContain("tap2");
    }

    @Test
    void ofALimitRewritesItsChain() {
      Ruleset slower =
          GuestRules.compile(new GuestPorts(List.of(), new Limits(5, 5)), Envelope.NONE);

      assertThat(compile("").changeTo(slower))
          .startsWith("flush chain inet sekisho service\n")
          .contains("limit rate over 5/second burst 5 packets")
          .doesNotContain("table arp", "chain arriving", "delete");
    }
  }

  @Nested
  class Inputs {
    @Test
    void refuseAnAddressThatTwoPortsShare() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> compile(TWO.replace("10.0.0.6", "10.0.0.5")))
          .withMessageContaining("10.0.0.5");
    }

    @Test
    void refuseTheServicesOwnAddressAsAGuests() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> compile(TWO.replace("10.0.0.6", "169.254.169.254")));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> compile(TWO.replace("2001:db8::6", "fd00:ec2::254")));
    }

    @Test
    void refuseHopLimitsBeyondTheChains() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> compile(TWO.replace("https 2", "https 65")));
    }
  }

  @Test
  void linkLocalAddressFlipsTheUniversalBit() {
    assertThat(GuestRules.linkLocal(Mac.parse("02:00:5e:10:00:01")))
        .hasToString("fe80::5eff:fe10:1");
    assertThat(GuestRules.linkLocal(Mac.parse("52:54:00:ab:cd:ef")))
        .hasToString("fe80::5054:ff:feab:cdef");
  }

  private static String change(String before, String after) {
    return compile(before).changeTo(compile(after));
  }

  private static Ruleset compile(String ports) {
    return GuestRules.compile(Ports.read(ports), Envelope.NONE);
  }
}
