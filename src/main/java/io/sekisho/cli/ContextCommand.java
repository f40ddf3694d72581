package io.sekisho.cli;

import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "context",
    description = "Show the servers and accounts that are remembered, and choose among them.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "`sekisho login --context NAME` adds one. `--context NAME` on any command, or",
      "$$SEKISHO_CONTEXT, chooses one for this command alone.",
      "",
      "Examples:",
      "  sekisho context ls",
      "  sekisho context use staging"
    })
final class ContextCommand {
  private final Session session;

  ContextCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "ls",
      description = "Show all of them; the current one has a star.",
      footer = {"", "Example:", "  sekisho context ls"})
  void list() {
    ContextFile.Kept kept = file().all();
    if (kept.contexts().isEmpty()) {
      session.printer().say("No server is known yet: run `sekisho login`.");
      return;
    }
    List<List<String>> rows =
        kept.contexts().entrySet().stream().map(each -> row(each, kept.current())).toList();
    session
        .printer()
        .table(new Table(List.of("CURRENT", "NAME", "SERVER", "KEY", "ACCOUNT"), rows));
  }

  private static List<String> row(Map.Entry<String, Context> each, String current) {
    Context context = each.getValue();
    return List.of(
        each.getKey().equals(current) ? "*" : " ",
        each.getKey(),
        context.url(),
        context.belongsToOperator() ? "operator" : "API key",
        context.account().orElse(""));
  }

  @Command(
      name = "use",
      description = "Make another one the current one.",
      footer = {"", "Example:", "  sekisho context use staging"})
  void use(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
    file().use(name);
    session.printer().say("Commands are for %s from now on.".formatted(name));
  }

  @Command(
      name = "rm",
      description = "Forget one, and its key.",
      footer = {"", "Example:", "  sekisho context rm staging"})
  void remove(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
    Optional<Context> gone = Optional.ofNullable(file().all().contexts().get(name));
    file().remove(name);
    gone.ifPresent(session.tokens()::forgetAll);
    session.printer().say("Forgot %s.".formatted(name));
  }

  private ContextFile file() {
    return new ContextFile(session.environment());
  }
}
