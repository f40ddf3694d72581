package io.sekisho.clerk;

import io.sekisho.cli.Cli;
import io.sekisho.cli.Session;
import io.sekisho.client.Environment;
import picocli.CommandLine;

/// `sekisho` with every command that an operator or an account's people have for a server.
public final class Clerk {
  private Clerk() {}

  public static CommandLine commandLine(Environment environment) {
    Session session = new Session(environment);
    CommandLine root =
        Cli.commandLine(environment)
            .addSubcommand(new GetCommand(session))
            .addSubcommand(new DescribeCommand(session))
            .addSubcommand(CreateCommand.commandLine(session))
            .addSubcommand(UpdateCommand.commandLine(session))
            .addSubcommand(new DeleteCommand(session))
            .addSubcommand(MemberCommand.adding(session))
            .addSubcommand(MemberCommand.removing(session))
            .addSubcommand(ExplainCommand.commandLine(session))
            .addSubcommand(new WatchCommand(session));
    return Cli.equip(root, environment);
  }
}
