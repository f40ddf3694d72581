package io.sekisho.warden;

import io.sekisho.client.Environment;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `sekisho guard …`: who on this machine reaches the metadata service.
@Command(
    name = "guard",
    description = {
      "Decides who on this machine reaches the metadata service: users, groups, units, containers."
          + " Works on any Linux machine, in any cloud; needs no Sekisho that runs."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  sekisho guard plan --preset ibm-allow-user --user app",
      "  sekisho guard apply -f policy.yaml --confirm 60s",
      "  sekisho guard status"
    })
public final class GuardCommand {
  private GuardCommand() {}

  /// The command with all that is below it.
  ///
  /// @param root whether this is root
  public static CommandLine commandLine(Environment environment, boolean root) {
    return commandLine(new GuardParts(environment, Places.HERE, root));
  }

  static CommandLine commandLine(GuardParts parts) {
    return new CommandLine(new GuardCommand())
        .addSubcommand(new PlanCommand(parts))
        .addSubcommand(new GuardApplyCommand(parts))
        .addSubcommand(new ConfirmCommand(parts))
        .addSubcommand(new GuardStatusCommand(parts))
        .addSubcommand(new RemoveCommand(parts));
  }
}
