package io.sekisho.wire;

import java.time.Instant;
import java.util.Map;

/// `GET /sekisho/v1/status`.
///
/// @param mode how guests reach the service: `kernel`, by interfaces of the host, or `simulated`,
///   by loopback ports
/// @param revision of the snapshot that guests are served from
/// @param resources how many there are, by collection
public record Status(
    String version, String mode, Instant startedAt, long revision, Map<String, Integer> resources) {
  public Status {
    resources = Map.copyOf(resources);
  }
}
