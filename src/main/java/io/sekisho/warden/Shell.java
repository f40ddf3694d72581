package io.sekisho.warden;

import io.sekisho.kernel.Commands;
import java.nio.file.Path;

/// Runs the guard's scripts.
record Shell(Commands commands) {
  private static final String TELLING = "sh \"$1\" $2; echo \"exit $?\"";

  /// What a script did.
  ///
  /// @param said all of its output
  record Ran(int exit, String said) {}

  Ran run(Path script, String verb) {
    String all = commands.run("sh", "-c", TELLING, "sh", script.toString(), verb).strip();
    int last = all.lastIndexOf("exit ");
    return new Ran(Integer.parseInt(all.substring(last + 5)), all.substring(0, last).strip());
  }

  /// Starts a script that goes on whatever becomes of this process and its terminal.
  void leave(Path script) {
    commands.run(
        "sh", "-c", "setsid sh \"$1\" </dev/null >/dev/null 2>&1 &", "sh", script.toString());
  }
}
