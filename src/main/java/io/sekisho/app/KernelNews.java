package io.sekisho.app;

import io.sekisho.control.Controller;
import io.sekisho.guest.GuestPlane;
import io.sekisho.helper.HelperClient;
import io.sekisho.host.Names;
import io.sekisho.kernel.HalfOpenWatch.Stuck;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.Snapshot;

/// What the helper has to say, brought to where it belongs.
record KernelNews(Controller controller, Names names, GuestPlane guests, Journal journal)
    implements HelperClient.Listener {

  @Override
  public void noticed(Notice notice) {
    journal.write(notice);
  }

  @Override
  public void stuck(Stuck guest) {
    Snapshot now = controller.snapshot();
    now.contents().vpcs().stream()
        .filter(vpc -> names.namespace(vpc).equals(guest.namespace()))
        .findFirst()
        .flatMap(vpc -> now.owner(vpc.id(), guest.peer()))
        .ifPresent(owner -> guests.handshakesStall(owner, guest.retransmits()));
  }

  /// Nobody could put a change into force any more: better no answer than one that was forbidden.
  @Override
  public void forsaken() {
    System.exit(1);
  }
}
