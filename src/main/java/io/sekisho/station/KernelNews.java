package io.sekisho.station;

import io.sekisho.guest.GuestPlane;
import io.sekisho.helper.HelperClient;
import io.sekisho.host.Attachment;
import io.sekisho.host.Names;
import io.sekisho.kernel.HalfOpenWatch.Stuck;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.telemetry.Journal;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// What the helper has to say, brought to where it belongs.
///
/// @param left is told the id of each compute resource of which an interface went and has not come
///   back, and the tap
record KernelNews(
    Supplier<Snapshot> current,
    Names names,
    GuestPlane guests,
    Journal journal,
    Runnable end,
    BiConsumer<String, String> left)
    implements HelperClient.Listener {

  @Override
  public void noticed(Notice notice) {
    journal.write(notice);
  }

  @Override
  public void stuck(Stuck guest) {
    Snapshot now = current.get();
    now.contents().vpcs().stream()
        .filter(vpc -> names.namespace(vpc).equals(guest.namespace()))
        .findFirst()
        .flatMap(vpc -> now.owner(vpc.id(), guest.peer()))
        .ifPresent(owner -> guests.handshakesStall(owner, guest.retransmits()));
  }

  @Override
  public void unplugged(Unplugged guest) {
    Attachment.all(current.get(), names).stream()
        .filter(it -> it.networkNamespace().equals(guest.namespace()))
        .filter(it -> it.device().equals(guest.tap()))
        .findFirst()
        .ifPresent(
            it -> {
              guests.unplugged(new Snapshot.Owner(it.subject(), it.nic()), guest.tap());
              if (!guest.back()) {
                left.accept(it.subject().compute().id(), guest.tap());
              }
            });
  }

  /// Nobody could put a change into force any more: better no answer than one that was forbidden.
  @Override
  public void forsaken() {
    end.run();
  }
}
