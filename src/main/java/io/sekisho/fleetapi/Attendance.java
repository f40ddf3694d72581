package io.sekisho.fleetapi;

import io.sekisho.fleet.Applied;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What nodes said last to this controller. Nothing of it is kept: they say it again.
public final class Attendance {
  private final Map<String, Seen> nodes = new ConcurrentHashMap<>();

  /// @param applied what is in force there, if it said so
  /// @param watching whether it is being told of changes
  public record Seen(Instant at, Optional<Applied> applied, boolean watching) {}

  /// What is known of a node; nothing, if it talks to another controller.
  public Optional<Seen> of(String node) {
    return Optional.ofNullable(nodes.get(node));
  }

  void applied(String node, Applied applied, Instant at) {
    nodes.merge(
        node,
        new Seen(at, Optional.of(applied), false),
        (before, now) -> new Seen(at, now.applied, before.watching));
  }

  void watches(String node, boolean watching, Instant at) {
    nodes.merge(
        node,
        new Seen(at, Optional.empty(), watching),
        (before, now) -> new Seen(at, before.applied, watching));
  }

  void seen(String node, Instant at) {
    nodes.computeIfPresent(node, (_, it) -> new Seen(at, it.applied, it.watching));
  }

  void forget(String node) {
    nodes.remove(node);
  }
}
