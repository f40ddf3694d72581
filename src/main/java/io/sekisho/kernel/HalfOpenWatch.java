package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.linux.NetworkNamespace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Notices guests that the service's answers don't reach: handshakes that are retried and never
/// completed. Nearly always that is a container, and the hop limit ends the answer before it.
public final class HalfOpenWatch implements AutoCloseable {
  /// The first retransmission comes after 1 s. The second can take 7 s more, for it is put off by
  /// each packet with which the peer repeats itself: too long to wait for.
  private static final int IN_VAIN = 1;

  /// One answer may get lost, but not the next too: half open at two looks running is no loss.
  private static final Duration EVERY = Duration.ofSeconds(2);

  private static final Duration QUIET = Duration.ofMinutes(1);

  private final HostNetwork network;
  private final InstantSource clock;
  private final Consumer<Stuck> told;
  private final Map<String, Instant> lastTold = new HashMap<>();
  private final Patrol patrol;
  private Set<String> suspects = Set.of();

  private HalfOpenWatch(HostNetwork network, InstantSource clock, Consumer<Stuck> told) {
    this.network = network;
    this.clock = clock;
    this.told = told;
    // A round that fails is one that did not look: a namespace went away while it did.
    this.patrol = Patrol.start("half-open-watch", EVERY, this::look, failure -> {});
  }

  /// Begins to watch all VPCs that `network` enforces.
  ///
  /// @param told at most once a minute for a guest's address; on the watch's own thread
  public static HalfOpenWatch start(
      HostNetwork network, InstantSource clock, Consumer<Stuck> told) {
    return new HalfOpenWatch(network, clock, told);
  }

  /// A guest whose handshakes don't complete.
  ///
  /// @param namespace of its VPC
  /// @param peer the address that it asks from
  /// @param retransmits how often one answer was sent again in vain
  public record Stuck(String namespace, Ip peer, int retransmits) {}

  private void look() {
    lastTold.values().removeIf(at -> !at.plus(QUIET).isAfter(clock.instant()));
    Set<String> stalling = new HashSet<>();
    network.enforced().stream()
        .filter(NetworkNamespace::exists)
        .forEach(namespace -> look(namespace, stalling));
    suspects = stalling;
  }

  private void look(NetworkNamespace namespace, Set<String> stalling) {
    for (HalfOpen handshake : namespace.inside(HalfOpen::read)) {
      String guest = namespace.name() + " " + handshake.peer();
      String key = guest + " " + handshake.port();
      if (handshake.retransmits() >= IN_VAIN
          && stalling.add(key)
          && suspects.contains(key)
          && lastTold.putIfAbsent(guest, clock.instant()) == null) {
        told.accept(new Stuck(namespace.name(), handshake.peer(), handshake.retransmits()));
      }
    }
  }

  @Override
  public void close() {
    patrol.close();
  }
}
