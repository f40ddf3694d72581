package io.sekisho.app;

import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.EventLog;
import io.sekisho.telemetry.FairJournal;
import io.sekisho.telemetry.Journal;
import io.sekisho.telemetry.Metrics;
import io.sekisho.telemetry.RotatingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Where a process writes its events. Guests can make as many accesses as they like: those have a
/// file and a queue of their own.
final class Logs implements AutoCloseable {
  private static final long EVENT_FILE_BYTES = 64L << 20;
  private static final int EVENT_FILES_KEPT = 4;

  private final InstantSource clock;
  private final Optional<RotatingFile> accessFile;
  private final Optional<RotatingFile> eventFile;
  private final EventLog accesses;
  private final EventLog events;
  private final FairJournal journal;

  /// @param folder of the files; standard output is written to in their stead, if it is empty
  /// @param lines that one caller may write a minute
  Logs(Optional<Path> folder, int lines, Metrics metrics, InstantSource clock) throws IOException {
    this.clock = clock;
    accessFile = file(folder, "access.jsonl");
    eventFile = file(folder, "events.jsonl");
    accesses = EventLog.start(target(accessFile), metrics, clock);
    events = EventLog.start(target(eventFile), metrics, clock);
    journal =
        new FairJournal(
            event -> (event instanceof Event.Access ? accesses : events).write(event), lines);
  }

  Journal journal() {
    return journal;
  }

  /// To be called once a minute.
  void settle() {
    journal.settle(clock.instant());
  }

  void say(Event.Kind kind, Map<String, String> fields) {
    journal.write(new Event.Notice(clock.instant(), kind, fields));
  }

  @Override
  public void close() throws IOException {
    settle();
    events.close();
    accesses.close();
    if (eventFile.isPresent()) {
      eventFile.get().close();
    }
    if (accessFile.isPresent()) {
      accessFile.get().close();
    }
  }

  private static Optional<RotatingFile> file(Optional<Path> folder, String name)
      throws IOException {
    return folder.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RotatingFile.open(folder.get().resolve(name), EVENT_FILE_BYTES, EVENT_FILES_KEPT));
  }

  private static EventLog.Target target(Optional<RotatingFile> file) {
    return file.<EventLog.Target>map(it -> it).orElse(System.out::writeBytes);
  }
}
