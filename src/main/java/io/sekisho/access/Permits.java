package io.sekisho.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When each policy last let somebody do something, and how often it did, as far as this process
/// has seen since it started.
public final class Permits {
  /// Beyond so many policies, new ones are not followed.
  private static final int MOST = 100_000;

  private final Map<String, Permit> permits = new ConcurrentHashMap<>();

  /// One policy's.
  public record Permit(Instant last, long count) {}

  /// What is known of a policy; empty if it let nobody do anything.
  public Optional<Permit> of(String policy) {
    return Optional.ofNullable(permits.get(policy));
  }

  void note(String policy, Instant at) {
    if (permits.size() < MOST || permits.containsKey(policy)) {
      permits.merge(policy, new Permit(at, 1), (was, _) -> new Permit(at, was.count + 1));
    }
  }
}
