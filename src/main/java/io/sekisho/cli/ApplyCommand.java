package io.sekisho.cli;

import io.sekisho.client.Failure;
import io.sekisho.wire.Applied;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description = "Make what there is equal to an inventory file.",
    footer = {
      "",
      "All of the file is applied, or nothing. When the command returns, it is in",
      "force.",
      "",
      "Examples:",
      "  sekisho apply -f fleet.yaml --dry-run   show what would change",
      "  sekisho apply -f fleet.yaml             change it",
      "  sekisho apply -f - --prune < all.yaml   and delete what is not in it"
    })
final class ApplyCommand implements Runnable {
  private final Session session;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The inventory in YAML or JSON; - reads standard input.")
  private String file = "";

  @Option(names = "--prune", description = "Delete what the accounts in it have beyond it.")
  private boolean prune;

  @Option(names = "--dry-run", description = "Check, say what would change, change nothing.")
  private boolean dryRun;

  ApplyCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    byte[] inventory = session.read(file);
    if (inventory.length == 0) {
      throw new Failure(
          "%s is empty: list accounts in it; one is enough to begin with."
              .formatted(file.equals("-") ? "Standard input" : file));
    }
    Applied applied = session.client().apply(inventory, prune, dryRun);
    Printer printer = session.printer();
    Table changes = Rows.changes(applied);
    if (!changes.rows().isEmpty()) {
      printer.table(changes);
    }
    printer.say(summary(applied, changes.rows()));
  }

  private static String summary(Applied applied, List<List<String>> changed) {
    int unchanged = applied.changes().size() - changed.size();
    String count =
        changed.isEmpty()
            ? "Nothing to change"
            : changed.size() + (applied.dryRun() ? " would change" : " changed");
    return "%s, %d unchanged; revision %d%s."
        .formatted(
            count, unchanged, applied.revision(), applied.dryRun() ? " (nothing was done)" : "");
  }
}
