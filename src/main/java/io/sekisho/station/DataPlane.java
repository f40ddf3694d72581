package io.sekisho.station;

import io.sekisho.control.SnapshotListener;
import io.sekisho.guest.GuestPlane;
import io.sekisho.helper.HelperClient;
import io.sekisho.host.HostPlans;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Puts a snapshot into force: in the kernel first, for listeners stand in its namespaces, then in
/// user space. Where the kernel fails, user space takes up the snapshot all the same: what was
/// switched off is off.
record DataPlane(
    Optional<HelperClient> helper,
    HostPlans plans,
    GuestPlane guests,
    Journal journal,
    InstantSource clock)
    implements SnapshotListener {

  /// Each interface may begin 500 connections a second: clients that keep none open are many.
  static final Limits HANDSHAKES = new Limits(500, 500);

  @Override
  public void published(Snapshot before, Snapshot after) {
    try {
      helper.ifPresent(it -> it.enforce(plans.of(after)));
    } catch (RuntimeException e) {
      journal.write(
          new Event.Notice(
              clock.instant(),
              Event.Kind.KERNEL_CHANGE_FAILED,
              Map.of(
                  "revision",
                  Long.toString(after.revision()),
                  "reason",
                  String.valueOf(e.getMessage()))));
      guests.published(after);
      throw e;
    }
    listen(after);
  }

  private void listen(Snapshot after) {
    try {
      guests.published(after);
    } catch (UncheckedIOException e) {
      if (helper.isPresent()) {
        throw e;
      }
      throw new IllegalStateException(
          e.getMessage() + "; if another Sekisho simulates guests, give this one a --loopback-port",
          e);
    }
  }
}
