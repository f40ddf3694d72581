package io.sekisho.warden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Puts back what was in force before, unless somebody says in time that it is well: a shell script
/// that waits on its own, so that neither a lost connection nor the end of this program stops it.
///
/// Whoever renames `pending` first, the script or who confirms, has decided.
record Rollback(Path run, Shell shell) {
  private static final String SCRIPT =
      """
      # Undoes what was applied with --confirm, unless it is confirmed in time.
      umask 077
      cd '@RUN@' || exit 1
      sleep @SECONDS@
      mv pending undone 2>/dev/null || exit 0
      if [ -e before.sh ]; then
        sh before.sh load >rollback.log 2>&1
      else
        sh guard.sh remove >rollback.log 2>&1
      fi
      rm -f before.sh undone policy.yaml rollback.sh
      """;

  private Path pending() {
    return run.resolve("pending");
  }

  /// @throws Failure if an earlier policy still waits
  void expectNothingPending() {
    if (Files.exists(pending())) {
      throw new Failure(
          "A policy that was applied with --confirm waits: `sekisho guard confirm` keeps it; if"
              + " nobody does, it is undone.");
    }
  }

  /// Notes what is in force, to be put back; nothing, if nothing is.
  void keep() {
    try {
      Path now = run.resolve("guard.sh");
      Folders.delete(run.resolve("before.sh"));
      if (Files.exists(now)) {
        Files.copy(now, run.resolve("before.sh"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Begins to wait.
  ///
  /// @param persistTo below which folder the policy is to be persisted once it is confirmed
  void begin(Duration time, Optional<Path> persistTo) {
    Path script = run.resolve("rollback.sh");
    Folders.write(
        script,
        SCRIPT.replace("@RUN@", run.toString()).replace("@SECONDS@", "" + time.toSeconds()),
        "rwx------");
    Folders.write(pending(), persistTo.map(Path::toString).orElse(""), "rw-------");
    shell.leave(script);
  }

  /// Keeps what is in force.
  ///
  /// @return below which folder it is to be persisted, if it is
  /// @throws Failure if nothing waits
  Optional<Path> confirm() {
    Path confirmed = run.resolve("confirmed");
    try {
      Files.move(pending(), confirmed, StandardCopyOption.ATOMIC_MOVE);
      String folder = Files.readString(confirmed, UTF_8);
      forget();
      return Optional.of(folder).filter(it -> !it.isEmpty()).map(Path::of);
    } catch (IOException nothing) {
      throw new Failure(
          "Nothing waits to be confirmed: it was too late, or applied without --confirm."
              + " `sekisho guard status` shows what is in force.",
          nothing);
    }
  }

  /// As if nothing had ever waited.
  void forget() {
    List.of("pending", "confirmed", "before.sh").forEach(it -> Folders.delete(run.resolve(it)));
  }
}
