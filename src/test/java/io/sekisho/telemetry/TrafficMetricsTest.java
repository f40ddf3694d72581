package io.sekisho.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.telemetry.TrafficMetrics.Sample;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficMetricsTest {
  private static final TrafficMetrics METRICS =
      new TrafficMetrics(
          List.of(
              new Sample(
                  List.of("acme", "prod", "web-1", "eth0", "tap5", "out", "accepted"), 3, 252),
              new Sample(
                  List.of("globex", "prod", "shop-1", "eth0", "tap6", "in", "security_group"),
                  1,
                  1L << 50)),
          List.of(
              new Sample(
                  List.of(
                      "acme", "prod", "security_group", "web", "a\"b", "r1", "inbound", "allow"),
                  2,
                  168)),
          List.of(new Sample(List.of("acme", "prod", "spoofed"), 0, 0)));

  @Test
  void areInPrometheusTextUnderTheNamesThatOperatorsKnow() {
    assertThat(METRICS.text())
        .contains("# TYPE sekisho_interface_packets_total counter")
        .contains(
            "sekisho_interface_packets_total{account=\"acme\",device=\"tap5\",direction=\"out\",instance=\"web-1\",interface=\"eth0\",verdict=\"accepted\",vpc=\"prod\"} 3.0\n")
        .contains("rule=\"a\\\"b\",rule_id=\"r1\",verdict=\"allow\",vpc=\"prod\"} 168.0\n")
        .contains(
            "sekisho_dropped_packets_total{account=\"acme\",reason=\"spoofed\",vpc=\"prod\"} 0.0\n");
  }

  @Test
  void ofOneAccountNameNoOther() {
    assertThat(METRICS.of(Optional.of("acme")).text())
        .contains("web-1", "r1", "spoofed")
        .doesNotContain("globex");
    assertThat(METRICS.of(Optional.of("globex")).text()).contains("shop-1").doesNotContain("acme");
    assertThat(METRICS.of(Optional.empty())).isEqualTo(METRICS);
  }
}
