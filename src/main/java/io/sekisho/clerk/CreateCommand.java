package io.sekisho.clerk;

import io.sekisho.cli.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "create",
    description = "Make who there is, and what they may do.",
    synopsisSubcommandLabel = "KIND",
    footer = {
      "",
      "Examples:",
      "  sekisho create trusted-profile reader",
      "  sekisho create policy --profile reader --role Viewer --service is",
      "  sekisho create service-id ci",
      "  sekisho create api-key ci --service-id ci",
      "  sekisho create operator-key alice"
    })
final class CreateCommand {
  private CreateCommand() {}

  /// The command and those below it.
  static CommandLine commandLine(Session session) {
    CommandLine create = new CommandLine(new CreateCommand());
    create.addSubcommand(new CreateUser(session));
    create.addSubcommand(new CreateApiKey(session));
    create.addSubcommand(new CreatePolicy(session));
    create.addSubcommand(new CreateRole(session));
    create.addSubcommand(new CreateRule(session));
    create.addSubcommand(new OperatorKeyCommand(session));
    for (Thing thing :
        List.of(
            Thing.SERVICE_ID, Thing.TRUSTED_PROFILE, Thing.ACCESS_GROUP, Thing.IDENTITY_PROVIDER)) {
      create.addSubcommand(thing.word(), new CreateNamed(session, thing), thing.shorter());
    }
    return create;
  }
}
