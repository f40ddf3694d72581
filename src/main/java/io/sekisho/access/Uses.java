package io.sekisho.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When each policy last let somebody do something, and how often it did, as far as this process
/// has seen since it started.
public final class Uses {
  /// Beyond so many policies, new ones are not followed.
  private static final int MOST = 100_000;

  private final Map<String, Use> uses = new ConcurrentHashMap<>();

  /// One policy's.
  public record Use(Instant last, long count) {}

  /// What is known of a policy; empty if it let nobody do anything.
  public Optional<Use> of(String policy) {
    return Optional.ofNullable(uses.get(policy));
  }

  void note(String policy, Instant at) {
    if (uses.size() < MOST || uses.containsKey(policy)) {
      uses.merge(policy, new Use(at, 1), (was, _) -> new Use(at, was.count + 1));
    }
  }
}
