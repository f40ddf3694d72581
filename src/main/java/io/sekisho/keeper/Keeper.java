package io.sekisho.keeper;

import io.sekisho.client.Environment;
import picocli.CommandLine;

/// `sekisho backup`, `sekisho restore` and `sekisho rotate-key`.
public final class Keeper {
  private Keeper() {}

  /// @param root whether this process may become the user whose the state is
  public static void addTo(CommandLine sekisho, Environment environment, boolean root) {
    sekisho.addSubcommand(new BackupCommand(environment, root));
    sekisho.addSubcommand(new RestoreCommand(environment, root));
    sekisho.addSubcommand(new RotateKeyCommand(environment, root));
  }
}
