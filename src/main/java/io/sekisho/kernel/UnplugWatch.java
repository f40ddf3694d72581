package io.sekisho.kernel;

import java.time.Duration;
import java.util.function.Consumer;

/// Notices taps that disappear, and that appear, as it happens.
public final class UnplugWatch implements AutoCloseable {
  /// Between two looks: what comes in one go is dealt with in one go.
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Duration WAIT = Duration.ofMillis(100);

  /// Rounds between two looks at all that is there, whatever the kernel has told.
  private static final int THOROUGH = 10;

  private final HostNetwork network;
  private final Consumer<Unplugged> told;
  private final Patrol patrol;
  private int round;

  private UnplugWatch(HostNetwork network, Consumer<Unplugged> told) {
    this.network = network;
    this.told = told;
    // A round that fails is one that did not look: a namespace went away while it did.
    this.patrol = Patrol.start("unplug-watch", PAUSE, this::look, failure -> {});
  }

  /// Begins to watch all VPCs that `network` enforces.
  ///
  /// @param told within some 100 ms of the tap's end; on the watch's own thread
  public static UnplugWatch start(HostNetwork network, Consumer<Unplugged> told) {
    return new UnplugWatch(network, told);
  }

  /// A tap that went.
  ///
  /// @param namespace of its VPC
  /// @param back whether one of that name is there again
  public record Unplugged(String namespace, String tap, boolean back) {}

  private void look() {
    network.awaitLinks(WAIT);
    network.changedLinks(round++ % THOROUGH == 0).forEach(told);
  }

  @Override
  public void close() {
    patrol.close();
  }
}
