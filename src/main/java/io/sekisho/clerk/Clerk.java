package io.sekisho.clerk;

import io.sekisho.cli.Cli;
import io.sekisho.cli.Session;
import io.sekisho.client.Environment;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `sekisho` with every command that an operator or an account's people have for a server.
public final class Clerk {
  private Clerk() {}

  public static CommandLine commandLine(Environment environment) {
    Session session = new Session(environment);
    CommandLine root =
        Cli.commandLine(environment)
            .addSubcommand(new GetCommand(session))
            .addSubcommand(new DescribeCommand(session))
            .addSubcommand(create(session))
            .addSubcommand(UpdateCommand.commandLine(session))
            .addSubcommand(new DeleteCommand(session))
            .addSubcommand(MemberCommand.adding(session))
            .addSubcommand(MemberCommand.removing(session))
            .addSubcommand(ExplainCommand.commandLine(session))
            .addSubcommand(new WatchCommand(session));
    return Cli.equip(root, environment);
  }

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
  static final class Create {}

  private static CommandLine create(Session session) {
    CommandLine create = new CommandLine(new Create());
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
