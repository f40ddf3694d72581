package io.sekisho.lab;

import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `lab` with what is below it.
@Command(
    name = "lab",
    description = "Try everything on this machine: guests as network namespaces.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A guest has its own network, host name and trust store; files and users are",
      "this machine's.",
      "",
      "Examples:",
      "  sekisho lab up examples/lab.yaml",
      "  sekisho lab exec web-1 curl -s http://169.254.169.254/",
      "  sekisho lab down"
    })
public final class LabCommand {
  private LabCommand() {}

  /// To be added to the root command.
  public static CommandLine commandLine(Lab lab, Server server, PrintStream out) {
    return new CommandLine(new LabCommand())
        .addSubcommand(new UpCommand(lab, server, out))
        .addSubcommand(new LsCommand(lab, server, out))
        .addSubcommand(new ExecCommand(lab))
        .addSubcommand(new DownCommand(lab, server, out));
  }
}
