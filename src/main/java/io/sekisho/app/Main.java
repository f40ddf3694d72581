package io.sekisho.app;

import io.sekisho.auditor.AuditCommand;
import io.sekisho.clerk.Clerk;
import io.sekisho.cli.Cli;
import io.sekisho.cli.NodeCommands;
import io.sekisho.cli.Session;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.client.Typed;
import io.sekisho.host.Names;
import io.sekisho.inspection.GuardAuditCommand;
import io.sekisho.keeper.Keeper;
import io.sekisho.plug.HostStatusCommand;
import io.sekisho.plug.Parts;
import io.sekisho.plug.PlugCommand;
import io.sekisho.plug.UnplugCommand;
import io.sekisho.probe.ProbeCommand;
import io.sekisho.sentry.SentryCommands;
import io.sekisho.warden.GuardCommand;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/// Where the program begins.
public final class Main {
  /// Netty looks for a MAC address to make ids of channels unique, and complains where there is
  /// none. Held, for a logger that nobody holds forgets its level.
  private static final Logger NETTY = Logger.getLogger("io.netty");

  /// Helidon writes a stack trace where a port is taken; [UpCommand] says it in a sentence.
  private static final Logger HELIDON = Logger.getLogger("io.helidon.webserver.LoomServer");

  private Main() {}

  public static void main(String[] arguments) {
    // Numbers in rules and documents are written with the digits that kernels and clients read.
    Locale.setDefault(Locale.ROOT);
    // Read when the first TLS class loads.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    Logger.getLogger("").setLevel(Level.WARNING);
    NETTY.setLevel(Level.SEVERE);
    HELIDON.setLevel(Level.OFF);
    Environment environment =
        new Environment(
            System.getenv(),
            System.in,
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            Path.of("").toAbsolutePath(),
            new Typed(Main::unseen));
    int code = 1;
    try {
      Names names = names(environment);
      CommandLine sekisho =
          arguments.length > 0 && arguments[0].equals("up")
              ? up(environment, names)
              : commandLine(environment, names);
      code = sekisho.execute(arguments);
    } catch (Failure e) {
      environment.err().println(e.getMessage());
    } catch (Error e) {
      environment.err().println("sekisho: " + e);
    } finally {
      // However this ends, out of memory too: a process that waits to be allowed to would stay.
      Stop.done();
      System.exit(code);
    }
  }

  /// Every command there is.
  static CommandLine commandLine(Environment environment, Names names) {
    CommandLine sekisho = Clerk.commandLine(environment);
    sekisho.addSubcommand(AuditCommand.commandLine(environment));
    Keeper.addTo(sekisho, environment, isRoot());
    sekisho.addSubcommand(new UpCommand(environment, isRoot(), names.prefix()));
    sekisho.addSubcommand(new ControllerCommand(environment, isRoot(), names.prefix()));
    Parts parts = new Parts(environment, names, MeetingPlace.folder(names.prefix()), isRoot());
    CommandLine node = new CommandLine(new NodeCommand(environment, isRoot(), names.prefix()));
    sekisho.addSubcommand(
        NodeCommands.addTo(node, new Session(environment))
            .addSubcommand(new HostStatusCommand(parts)));
    sekisho.addSubcommand(new RehearseCommand());
    sekisho.addSubcommand(LabCommands.commandLine(environment, names));
    sekisho.addSubcommand(new ProbeCommand(environment));
    CommandLine guard = GuardCommand.commandLine(environment, isRoot());
    guard.addSubcommand(new GuardAuditCommand(environment));
    sekisho.addSubcommand(SentryCommands.addTo(guard, environment, isRoot()));
    sekisho.addSubcommand(new PlugCommand(parts)).addSubcommand(new UnplugCommand(parts));
    return Cli.equip(sekisho, environment);
  }

  /// The one command that has to start quickly.
  static CommandLine up(Environment environment, Names names) {
    CommandLine sekisho = Cli.bare(environment);
    sekisho.addSubcommand(new UpCommand(environment, isRoot(), names.prefix()));
    return Cli.equip(sekisho, environment);
  }

  private static Names names(Environment environment) {
    try {
      return new Names(environment.variables().getOrDefault("SEKISHO_PREFIX", "sekisho"));
    } catch (IllegalArgumentException e) {
      throw new Failure("SEKISHO_PREFIX: " + e.getMessage() + ".");
    }
  }

  private static Optional<String> unseen(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(console -> Optional.ofNullable(console.readPassword("%s", question)))
        .map(String::new);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
