package io.sekisho.app;

import io.sekisho.control.SnapshotListener;
import io.sekisho.guest.GuestPlane;
import io.sekisho.kernel.HostNetwork;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.Snapshot;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Puts a snapshot into force: in the kernel first, for listeners stand in its namespaces, then in
/// user space. Where the kernel fails, user space takes up the snapshot all the same: what was
/// switched off is off.
record DataPlane(
    Optional<HostNetwork> network, GuestPlane guests, Journal journal, InstantSource clock)
    implements SnapshotListener {

  @Override
  public void published(Snapshot before, Snapshot after) {
    try {
      network.ifPresent(host -> host.enforce(after));
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
    guests.published(after);
  }
}
