package io.sekisho.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print a script that completes commands in the shell.",
    footer = {"", "Example:", "  source <(sekisho completion bash)"})
final class CompletionCommand implements Runnable {
  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  CompletionCommand(Session session) {
    this.session = session;
  }

  /// The shells that a script can be printed for.
  enum Shell {
    bash
  }

  @Override
  public void run() {
    switch (shell) {
      case bash ->
          session
              .environment()
              .out()
              .print(AutoComplete.bash("sekisho", spec.root().commandLine()));
    }
  }
}
