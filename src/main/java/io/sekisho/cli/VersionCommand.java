package io.sekisho.cli;

import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "version",
    description = "Print this program's version.",
    footer = {"", "Example:", "  sekisho version"})
final class VersionCommand implements Runnable {
  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.printer().say(words());
  }

  /// As `--version` prints it, too.
  static String words() {
    return "sekisho " + version();
  }

  /// As the jar's manifest has it; classes outside a jar have none.
  private static String version() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
        .orElse("(built from source)");
  }
}
