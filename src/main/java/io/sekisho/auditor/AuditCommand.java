package io.sekisho.auditor;

import io.sekisho.client.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `sekisho audit`.
@Command(
    name = "audit",
    description = "Read the audit trail, and check that nobody touched it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  sekisho audit ls",
      "  sekisho audit export > trail.jsonl",
      "  sekisho audit verify"
    })
public final class AuditCommand {
  private AuditCommand() {}

  /// The command and those below it.
  public static CommandLine commandLine(Environment environment) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new LsCommand(environment))
        .addSubcommand(new ExportCommand(environment))
        .addSubcommand(new KeyCommand(environment))
        .addSubcommand(new VerifyCommand(environment));
  }
}
