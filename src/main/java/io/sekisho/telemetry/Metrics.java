package io.sekisho.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleSupplier;

/// Every metric there is. No label carries a guest's name or id: their number is bounded by this
/// file.
public final class Metrics {
  private static final double[] LATENCY_BUCKETS = {
    0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      counter("sekisho_guest_requests", "Guest requests answered.", "method", "status");
  private final Counter refusals =
      counter("sekisho_guest_refusals", "Guest requests refused.", "code");
  private final Counter credentials =
      counter("sekisho_guest_credentials", "Tokens and certificates given out.", "kind");
  private final Counter connections =
      counter("sekisho_guest_connections", "Guest connections, by what became of them.", "fate");
  private final Counter notices =
      counter("sekisho_notices", "Notices written to the event log.", "kind");
  private final DistributionDataPoint latency =
      Histogram.builder()
          .name("sekisho_guest_request_seconds")
          .help("Time from a request's last byte to the answer handed to the kernel.")
          .classicOnly()
          .classicUpperBounds(LATENCY_BUCKETS)
          .register(registry);
  private final Gauge openConnections =
      Gauge.builder()
          .name("sekisho_guest_open_connections")
          .help("Guest connections open now.")
          .register(registry);

  /// A request was answered with this status after this many seconds.
  public void request(String method, int status, double seconds) {
    requests.labelValues(method, Integer.toString(status)).inc();
    latency.observe(seconds);
  }

  public void refusal(String code) {
    refusals.labelValues(code).inc();
  }

  /// A credential was given out: `identity_token`, `iam_token` or `certificate`.
  public void credential(String kind) {
    credentials.labelValues(kind).inc();
  }

  /// How a connection attempt ended: `served`, `unknown_caller`, `limited`, `not_served`,
  /// `tls_failed`.
  public CounterDataPoint connection(String fate) {
    return connections.labelValues(fate);
  }

  public void openConnections(int change) {
    openConnections.inc(change);
  }

  public void notice(Event.Kind kind) {
    notices.labelValues(kind.wireName()).inc();
  }

  /// Bytes of requests and answers under way, read when the metrics are asked for.
  public void heldBytes(DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name("sekisho_guest_held_bytes")
        .help("Bytes that guest connections hold of requests and answers under way.")
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /// All of it in Prometheus' text format.
  public String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }
}
