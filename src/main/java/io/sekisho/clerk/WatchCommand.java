package io.sekisho.clerk;

import io.sekisho.cli.Format;
import io.sekisho.cli.Session;
import io.sekisho.client.Client;
import io.sekisho.client.Documents;
import io.sekisho.client.Failure;
import io.sekisho.wire.Changes;
import io.sekisho.wire.Changes.Change;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "watch",
    description = "Print what changes, as it does, until it is stopped with Ctrl-C.",
    sortOptions = false,
    footer = {
      "",
      "One line a change. A connection that breaks is made again, and nothing is left",
      "out: it goes on after the last change that was seen. With --from, what changed",
      "since that revision comes first; `sekisho status` tells the present one.",
      "",
      "Examples:",
      "  sekisho watch",
      "  sekisho watch instances",
      "  sekisho watch --from 4711 -o json"
    })
final class WatchCommand implements Runnable {
  /// As long as the server holds a question open.
  private static final int WAIT = 30;

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      converter = Sort.Word.class,
      completionCandidates = Sort.Word.class,
      description = "Only of this kind.")
  private Optional<Sort> sort = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "REVISION",
      description = "After which revision to begin; now unless given.")
  private Optional<Long> from = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Output.Form form = Output.Form.TABLE;

  WatchCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Client client = session.client();
    long seen = from.orElseGet(() -> client.status().revision());
    boolean broken = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Changes changes = client.changes(seen, WAIT);
        changes.changes().stream().filter(this::isMeant).forEach(this::print);
        seen = changes.revision();
        broken = false;
      } catch (Failure failure) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        } else if (!failure.isPassing()) {
          throw failure;
        }
        if (!broken) {
          session.environment().err().println(failure.sentence() + " It is tried again.");
        }
        broken = true;
        pause();
      }
    }
  }

  private boolean isMeant(Change change) {
    return sort.stream().allMatch(it -> it.word().equals(change.kind().replace('_', '-')));
  }

  private void print(Change change) {
    String kind = change.kind().replace('_', '-');
    switch (form) {
      case TABLE ->
          session
              .printer()
              .say(
                  "%-6d %s  %-8s %s/%s"
                      .formatted(
                          change.revision(), change.at(), verb(change), kind, named(change)));
      case WIDE ->
          session
              .printer()
              .say(
                  "%-6d %s  %-8s %s/%s  %s  account %s"
                      .formatted(
                          change.revision(),
                          change.at(),
                          verb(change),
                          kind,
                          named(change),
                          change.id(),
                          change.account()));
      case JSON ->
          session.printer().say(new String(Documents.json(change), StandardCharsets.UTF_8));
      case YAML -> session.printer().document(Format.YAML, List.of(change));
      case NAME -> session.printer().say(kind + "/" + named(change));
    }
  }

  private static String verb(Change change) {
    return change.action().equals("put") ? "written" : change.action();
  }

  private static String named(Change change) {
    return change.name().isEmpty() ? change.id() : change.name();
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
