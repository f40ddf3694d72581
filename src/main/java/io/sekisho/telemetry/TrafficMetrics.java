package io.sekisho.telemetry;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// What the kernel counted of guests' traffic, as metrics. Its labels have guests' names: not for
/// everyone.
///
/// @param interfaces by [#OF_INTERFACES]
/// @param rules by [#OF_RULES]
/// @param drops by [#OF_DROPS]
public record TrafficMetrics(List<Sample> interfaces, List<Sample> rules, List<Sample> drops) {
  /// `direction` is `out` from the guest, `in` to it; `verdict` is `accepted`, or who did not let
  /// it pass: `spoofed`, `security_group`, `network_acl`.
  public static final List<String> OF_INTERFACES =
      List.of("account", "vpc", "instance", "interface", "device", "direction", "verdict");

  public static final List<String> OF_RULES =
      List.of("account", "vpc", "kind", "name", "rule", "rule_id", "direction", "verdict");

  public static final List<String> OF_DROPS = List.of("account", "vpc", "reason");

  /// One counter.
  ///
  /// @param labels their values, in the order of their names
  public record Sample(List<String> labels, long packets, long bytes) {
    public Sample {
      labels = List.copyOf(labels);
    }
  }

  /// What is about one account; all of it unless one is named.
  public TrafficMetrics of(Optional<String> account) {
    return account
        .map(it -> new TrafficMetrics(of(it, interfaces), of(it, rules), of(it, drops)))
        .orElse(this);
  }

  private static List<Sample> of(String account, List<Sample> all) {
    return all.stream().filter(it -> it.labels.getFirst().equals(account)).toList();
  }

  /// All of it in Prometheus' text format.
  public String text() {
    MetricSnapshots all =
        new MetricSnapshots(
            packets("sekisho_interface_packets", OF_INTERFACES, interfaces),
            bytes("sekisho_interface_bytes", OF_INTERFACES, interfaces),
            packets("sekisho_rule_packets", OF_RULES, rules),
            bytes("sekisho_rule_bytes", OF_RULES, rules),
            packets("sekisho_dropped_packets", OF_DROPS, drops),
            bytes("sekisho_dropped_bytes", OF_DROPS, drops));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static CounterSnapshot packets(String name, List<String> labels, List<Sample> samples) {
    return counter(
        name, "Packets of guests, by what became of them.", labels, samples, Sample::packets);
  }

  private static CounterSnapshot bytes(String name, List<String> labels, List<Sample> samples) {
    return counter(name, "Bytes of those packets.", labels, samples, Sample::bytes);
  }

  private static CounterSnapshot counter(
      String name,
      String help,
      List<String> labels,
      List<Sample> samples,
      ToLongFunction<Sample> value) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    for (Sample sample : samples) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of(labels, sample.labels))
              .value((double) value.applyAsLong(sample))
              .build());
    }
    return counter.build();
  }
}
