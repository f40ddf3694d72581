package io.sekisho.clerk;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Session;
import io.sekisho.cli.Table;
import io.sekisho.client.Failure;
import io.sekisho.wire.OperatorKeyView;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = Sort.OperatorKey.WORD,
    description = "Make an operator's key, and print it once.",
    sortOptions = false,
    footer = {
      "",
      "Whoever has it may do everything, in all accounts. Nobody can read it again, for",
      "it is not kept: store it now. Give each person one of their own; then one can be",
      "deleted, and the audit trail says who did what.",
      "",
      "Examples:",
      "  sekisho create operator-key alice",
      "  sekisho create operator-key alice -o json | jq -r .key"
    })
final class OperatorKeyCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Whose it is, or what for.")
  private String name = "";

  @Mixin private Output output = new Output();

  OperatorKeyCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    OperatorKeyView made = session.client().createOperatorKey(name);
    Printer printer = session.printer();
    if (output.form() == Output.Form.TABLE || output.form() == Output.Form.WIDE) {
      printer.say("Created operator-key %s.".formatted(made.name()));
      printer.say("");
      printer.say("  " + made.key().orElse(""));
      printer.say("");
      printer.say("It is shown this once: store it now.");
    } else {
      print(printer, output, List.of(made), made);
    }
  }

  /// Shows all that there are, or one.
  ///
  /// @param name empty for all
  static void show(Session session, Output output, Whose whose, String name) {
    if (!whose.isNobody()) {
      throw new Failure("An operator-key is not somebody's: leave that out.");
    }
    List<OperatorKeyView> all =
        session.client().operatorKeys().stream()
            .filter(key -> name.isEmpty() || key.name().equals(name))
            .toList();
    if (all.isEmpty() && !name.isEmpty()) {
      throw new Failure(
          "There is no operator-key %s; `sekisho get operator-keys` shows what there is."
              .formatted(name));
    }
    print(session.printer(), output, all, name.isEmpty() ? all : all.getFirst());
  }

  private static void print(
      Printer printer, Output output, List<OperatorKeyView> all, Object document) {
    output.show(
        printer,
        _ -> printer.table(table(all)),
        () -> document,
        all.stream().map(each -> Sort.OperatorKey.WORD + "/" + each.name()).toList());
  }

  private static Table table(List<OperatorKeyView> all) {
    return new Table(
        List.of("NAME", "CREATED", "WORKS"),
        all.stream()
            .map(
                key ->
                    List.of(
                        key.name(),
                        key.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                        key.vouched() ? "yes" : "no, nobody vouches for it"))
            .toList());
  }
}
