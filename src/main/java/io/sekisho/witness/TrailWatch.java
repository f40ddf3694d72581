package io.sekisho.witness;

import io.sekisho.audit.Entry;
import io.sekisho.audit.Head;
import io.sekisho.control.Store;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Notes where the audit trail ends, for whoever wants to compare later, and looks whether what was
/// there is there still. To be run now and then.
public final class TrailWatch implements Runnable {
  private final Store store;
  private final Journal journal;
  private final InstantSource clock;
  private Head noted = Head.GENESIS;

  public TrailWatch(Store store, Journal journal, InstantSource clock) {
    this.store = store;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public synchronized void run() {
    Head now = store.auditHead();
    if (!isThere(noted)) {
      notice(Event.Kind.AUDIT_TRAIL_CUT, Map.of("known", noted.note(), "found", now.note()));
    } else if (now.sequence() > noted.sequence()) {
      notice(Event.Kind.AUDIT_TRAIL_HEAD, Map.of("head", now.note()));
    }
    noted = now;
  }

  private boolean isThere(Head head) {
    List<Entry> found = store.auditTrail(head.sequence() - 1, 1);
    return head.sequence() == 0
        || (!found.isEmpty()
            && found.getFirst().sequence() == head.sequence()
            && found.getFirst().hash().equals(head.hash()));
  }

  private void notice(Event.Kind kind, Map<String, String> fields) {
    journal.write(new Event.Notice(clock.instant(), kind, fields));
  }
}
