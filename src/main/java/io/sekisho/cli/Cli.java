package io.sekisho.cli;

import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.client.Kind;
import io.sekisho.client.Typed;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `sekisho` command and all that an operator does with a running server. Exit codes: 0 done, 1
/// refused or failed, 2 typed wrongly. A command whose answer may be no has 1 for that, and 2 for
/// all that kept it from answering (its `exitCodeOnExecutionException`).
public final class Cli {
  private Cli() {}

  /// The root command; whoever starts servers adds their own subcommands to it.
  public static CommandLine commandLine(Environment environment) {
    Session session = new Session(environment);
    CommandLine root =
        bare(environment)
            .addSubcommand(new ApplyCommand(session))
            .addSubcommand(set(session))
            .addSubcommand(new LinkCommand(session))
            .addSubcommand(new UnlinkCommand(session))
            .addSubcommand(new RevokeTokensCommand(session))
            .addSubcommand(new SeedCommand(session))
            .addSubcommand(new AttachmentsCommand(session))
            .addSubcommand(new StatusCommand(session))
            .addSubcommand(new LoginCommand(session))
            .addSubcommand(new ContextCommand(session))
            .addSubcommand(new TokenCommand(session))
            .addSubcommand(new CompletionCommand(session))
            .addSubcommand(new VersionCommand(session));
    return equip(root, environment);
  }

  /// The root command with nothing below it.
  public static CommandLine bare(Environment environment) {
    return new CommandLine(root(environment.typed()));
  }

  /// Gives a command, and every one below it, this program's streams, manners and exit codes.
  /// Called again by whoever adds subcommands.
  public static CommandLine equip(CommandLine command, Environment environment) {
    return command
        .setOut(writer(environment.out()))
        .setErr(writer(environment.err()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((wrong, _) -> usage(wrong, environment.err()))
        .setExecutionExceptionHandler((failed, at, _) -> failure(failed, at, environment.err()));
  }

  @Command(
      name = "sekisho",
      description = "Looks after the instance metadata service of a fleet.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "With every command: --context NAME, which of the servers that `sekisho context`",
        "remembers; $$SEKISHO_CONTEXT says the same. $$SEKISHO_HOME is the folder in which",
        "they are remembered, and in which a Sekisho of your own keeps its state (without",
        "it, ~/.local/state/sekisho).",
        "",
        "Examples:",
        "  sekisho apply -f fleet.yaml",
        "  sekisho get instances",
        "  sekisho create policy --profile web --role Viewer --service is",
        "  sekisho set instance web-1 --metadata-service on --protocol https"
      })
  static final class Root {}

  /// Added before any subcommand, which then all inherit it.
  private static CommandSpec root(Typed typed) {
    return CommandSpec.forAnnotatedObject(new Root())
        .versionProvider(() -> new String[] {VersionCommand.words()})
        .addOption(
            OptionSpec.builder("--context")
                .type(String.class)
                .paramLabel("NAME")
                .hidden(true)
                .scopeType(ScopeType.INHERIT)
                .description("Which of the servers that are remembered; see `sekisho context`.")
                .setter(chosen(typed))
                .build())
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show this help.")
                .build())
        .addOption(
            OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print this program's version.")
                .build());
  }

  private static ISetter chosen(Typed typed) {
    return new ISetter() {
      @Override
      public <T> T set(T name) {
        // Nothing, before a command is read that does not say it.
        if (name instanceof String given) {
          typed.choose(given);
        }
        return name;
      }
    };
  }

  private static CommandLine set(Session session) {
    CommandLine set = new CommandLine(new SetCommand());
    for (Kind kind : List.of(Kind.INSTANCE, Kind.BARE_METAL_SERVER)) {
      set.addSubcommand(kind.word(), new SetComputeCommand(session, kind), kind.shorter());
    }
    return set.addSubcommand(new SetAccountCommand(session));
  }

  private static int usage(ParameterException wrong, PrintStream err) {
    CommandLine command = wrong.getCommandLine();
    err.println(sentence(wrong));
    UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr().flush();
    err.println("Try `%s --help`.".formatted(command.getCommandSpec().qualifiedName()));
    return CommandLine.ExitCode.USAGE;
  }

  private static int failure(Exception failed, CommandLine at, PrintStream err) {
    switch (failed) {
      case Failure failure -> {
        err.println(Printer.visible(failure.sentence()));
        failure.details().forEach(line -> err.println("  " + Printer.visible(line)));
        if (failure.isMistyped()) {
          return CommandLine.ExitCode.USAGE;
        }
      }
      default -> {
        err.println("sekisho failed; please report this:");
        failed.printStackTrace(err);
      }
    }
    return at.getCommandSpec().exitCodeOnExecutionException();
  }

  private static String sentence(ParameterException wrong) {
    String message = choice(wrong).orElseGet(() -> String.valueOf(wrong.getMessage()));
    return message.matches("(?s).*[.?]") ? message : message + ".";
  }

  /// picocli would list the names of constants, which are not the words to type.
  private static Optional<String> choice(ParameterException wrong) {
    return Optional.ofNullable(wrong.getArgSpec())
        .filter(it -> it.converters().length == 0 && it.auxiliaryTypes()[0].isEnum())
        .filter(_ -> wrong.getValue() != null)
        .map(
            it ->
                "%s takes %s, not %s."
                    .formatted(
                        it instanceof OptionSpec option ? option.longestName() : it.paramLabel(),
                        String.join(" or ", it.completionCandidates()),
                        wrong.getValue()));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
