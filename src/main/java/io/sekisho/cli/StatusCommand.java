package io.sekisho.cli;

import io.sekisho.wire.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = "Show what the server is, and what it looks after.",
    footer = {"", "Examples:", "  sekisho status", "  sekisho status -o json"})
final class StatusCommand implements Runnable {
  private final Session session;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Status status = session.client().status();
    switch (format) {
      case TABLE, WIDE -> session.printer().table(table(status));
      case JSON, YAML -> session.printer().document(format, status);
    }
  }

  private static Table table(Status status) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("version", status.version()));
    rows.add(List.of("mode", status.mode()));
    rows.add(List.of("started", Rows.time(status.startedAt())));
    rows.add(List.of("revision", Long.toString(status.revision())));
    new TreeMap<>(status.resources())
        .forEach((name, count) -> rows.add(List.of(name.replace('_', ' '), count.toString())));
    return new Table(List.of("WHAT", "VALUE"), rows);
  }
}
