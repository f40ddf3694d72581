package io.sekisho.warden;

import io.sekisho.kernel.Commands;
import java.nio.file.Path;
import java.time.Duration;

/// Runs the guard's scripts.
record Shell(Commands commands) {
  private static final String TELLING = "sh \"$1\" $2; echo \"exit $?\"";

  /// Older ones know no `--collect`. Where systemd runs, there is no other way to outlive a
  /// session.
  static final String LEAVING =
      """
      if [ -d /run/systemd/system ]; then
        systemd-run --quiet --collect sh "$1" 2>/dev/null || systemd-run --quiet sh "$1"
        exit
      fi
      setsid sh "$1" </dev/null >/dev/null 2>&1 &
      """;

  /// Beside very many rules of others; to give up sooner would leave it half done, and at work.
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /// What a script did.
  ///
  /// @param said all of its output
  record Ran(int exit, String said) {}

  Ran run(Path script, String verb) {
    String all =
        commands.within(LONGEST).run("sh", "-c", TELLING, "sh", script.toString(), verb).strip();
    int last = all.lastIndexOf("exit ");
    return new Ran(Integer.parseInt(all.substring(last + 5)), all.substring(0, last).strip());
  }

  /// Starts a script that goes on whatever becomes of this process, its terminal and its session:
  /// where systemd runs, as a unit of its own, since systemd may end all that a session began.
  ///
  /// @throws Commands.Failed if it can't be started so
  void leave(Path script) {
    commands.run("sh", "-c", LEAVING, "sh", script.toString());
  }
}
