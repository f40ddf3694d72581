package io.sekisho.lab;

import java.util.List;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "exec",
    description = "Run a command in a guest.",
    footer = {
      "",
      "The command has this terminal, input and output; its exit code becomes that of",
      "`exec`.",
      "",
      "Examples:",
      "  sekisho lab exec web-1                           a shell",
      "  sekisho lab exec acme/web-1 ping -c1 10.0.0.1",
      "  sekisho lab exec web-1 --container app curl -sv http://169.254.169.254/"
    })
final class ExecCommand implements Callable<Integer> {
  private final Lab lab;

  @Parameters(index = "0", paramLabel = "GUEST", description = "Its name, or ACCOUNT/NAME.")
  private String guest = "";

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description = "In this container of the guest, one hop further from the service.")
  private Optional<String> container = Optional.empty();

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      parameterConsumer = Rest.class,
      description = "A program and its own options; a shell unless given.")
  private List<String> command = List.of();

  ExecCommand(Lab lab) {
    this.lab = lab;
  }

  @Override
  public Integer call() {
    return lab.exec(guest, container, command);
  }

  /// Takes all that follows as it is: from here on, options are the program's.
  static final class Rest implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec command, CommandSpec exec) {
      command.setValue(List.copyOf(args.reversed()));
      args.clear();
    }
  }
}
