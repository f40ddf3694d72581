package io.sekisho.node;

import io.sekisho.fleet.Deeds.Deed;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;

/// A journal that keeps for the controllers what guests were given, or were not.
///
/// @param journal gets everything
record Records(Journal journal, Spool spool) implements Journal {
  @Override
  public void write(Event event) {
    journal.write(event);
    // A request for nothing in particular is for the log alone.
    if (event instanceof Event.Activity it && !it.action().isEmpty()) {
      spool.take(
          new Deed(
              it.at(),
              it.trace(),
              it.action(),
              it.success(),
              it.reason(),
              it.code(),
              it.account(),
              it.initiator(),
              it.target(),
              it.detail()));
    }
  }
}
