package io.sekisho.kernel;

import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.time.InstantSource;
import java.util.Map;

/// Tells the operator what became of the kernel's state.
final class Reporter {
  private final Journal journal;
  private final InstantSource clock;
  private String lastFailure = "";

  Reporter(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /// @param what differed: `ruleset` or `namespace`
  void repaired(String namespace, String what) {
    write(Event.Kind.KERNEL_DRIFT_REPAIRED, Map.of("namespace", namespace, "what", what));
  }

  /// Somebody else's tables are there, too.
  void foreign(String namespace, String tables) {
    write(Event.Kind.KERNEL_FOREIGN_TABLES, Map.of("namespace", namespace, "tables", tables));
  }

  /// Flows were cut that a change had forbidden, or that were too many.
  void cut(String namespace, long flows) {
    write(Event.Kind.FLOWS_CUT, Map.of("namespace", namespace, "flows", Long.toString(flows)));
  }

  /// Not all of what is to be in force of a VPC can be.
  void left(String namespace, String reason) {
    write(Event.Kind.VPC_NOT_WHOLE, Map.of("namespace", namespace, "reason", reason));
  }

  /// A change failed. The patrol tries again and again: the same failure is told once.
  synchronized void failed(RuntimeException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (!reason.equals(lastFailure)) {
      lastFailure = reason;
      write(Event.Kind.KERNEL_CHANGE_FAILED, Map.of("reason", reason));
    }
  }

  /// Everything went well: the next failure is news.
  synchronized void succeeded() {
    lastFailure = "";
  }

  private void write(Event.Kind kind, Map<String, String> fields) {
    journal.write(new Event.Notice(clock.instant(), kind, fields));
  }
}
