package io.sekisho.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
  private static final String PACKET =
      "SRC=10.77.0.2 DST=169.254.169.254 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=39964 DF PROTO=TCP"
          + " SPT=45564 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0";

  @Test
  void readsWhoWasRefused() {
    LogLine line =
        parse("[90823.121659] sekisho-guard: refused IN= OUT=wan " + PACKET + " UID=33 GID=34 ");

    assertThat(line.uid()).hasValue(33);
    assertThat(line.refused()).isTrue();
    assertThat(line.forwarded()).isFalse();
    assertThat(line.destination()).isEqualTo("169.254.169.254");
    assertThat(KernelLog.time(line)).isPresent();
  }

  @Test
  void readsWhatWasForwarded() {
    LogLine line =
        parse(
            "Nov 26 23:00:01 host kernel: sekisho-guard: fwd audit IN=docker0 OUT=wan MAC=aa:bb "
                + PACKET);

    assertThat(line.refused()).isFalse();
    assertThat(line.forwarded()).isTrue();
    assertThat(line.device()).isEqualTo("docker0");
    assertThat(line.source()).isEqualTo("10.77.0.2");
    assertThat(line.uid()).isEmpty();
    assertThat(KernelLog.time(line)).isEmpty();
  }

  /// A packet that an ICMP error quotes stands in brackets, with the same words.
  @Test
  void doesNotTakeAQuotedPacketForTheOne() {
    LogLine line =
        parse(
            "sekisho-guard: audit IN= OUT=wan SRC=1.1.1.1 DST=2.2.2.2 [SRC=3.3.3.3 DST=4.4.4.4 ] UID=x");

    assertThat(line.source()).isEqualTo("1.1.1.1");
    assertThat(line.uid()).isEmpty();
  }

  @Test
  void heedsNoOtherLine() {
    assertThat(LogLine.parse("[1.000000] eth0: link up")).isEmpty();
    assertThat(LogLine.parse("sekisho-guard: something else UID=1")).isEmpty();
  }

  private static LogLine parse(String line) {
    return LogLine.parse(line).orElseThrow();
  }
}
