package io.sekisho.warden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts back what was in force before, unless somebody says in time that it is well: a shell script
/// that waits on its own, so that neither a lost connection nor the end of this program stops it.
///
/// Whoever renames the file `pending…` first, the script or who confirms, has decided. Each has a
/// name of its own: a script that finds its own gone must not take the next one's.
record Rollback(Path run, Shell shell) {
  private static final String PENDING = "pending.";
  private static final String UNDONE = "undone";

  private static final String SCRIPT =
      """
      # Undoes what was applied with --confirm, unless it is confirmed in time.
      umask 077
      cd '@RUN@' || exit 1
      sleep @SECONDS@
      mv '@PENDING@' undone 2>/dev/null || exit 0
      undo() {
        if [ -e before.sh ]; then
          sh ./before.sh load
        elif [ -e guard.sh ]; then
          sh ./guard.sh remove
        elif [ -e next.sh ]; then
          sh ./next.sh remove
        fi >rollback.log 2>&1
        case $? in 0 | 3) ;; *) return 1 ;; esac
      }
      # What is to be undone may still be loading.
      until undo; do
        sleep 2
        [ -e undone ] || exit 0
      done
      rm -f before.sh undone policy.yaml rollback.sh
      """;

  /// What waits to be confirmed, if anything does.
  Optional<Path> pending() {
    try (Stream<Path> files = Files.exists(run) ? Files.list(run) : Stream.of()) {
      return files.filter(it -> it.getFileName().toString().startsWith(PENDING)).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws Failure if an earlier policy still waits, or is being undone
  void expectNothingPending() {
    if (Files.exists(run.resolve(UNDONE))) {
      throw new Failure(
          "A policy that was not confirmed is being undone: try again in a moment, or"
              + " `sekisho guard remove` takes everything away.");
    }
    if (pending().isPresent()) {
      throw new Failure(
          "A policy that was applied with --confirm waits: `sekisho guard confirm` keeps it; if"
              + " nobody does, it is undone. `sekisho guard remove` takes everything away.");
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

  /// Puts back what was noted, or takes away what a script has loaded of it if nothing was.
  void undo(Path script) {
    Path before = run.resolve("before.sh");
    if (Files.exists(before)) {
      shell.run(before, "load");
    } else {
      shell.run(script, "remove");
    }
    forget();
  }

  /// Begins to wait. To be called before anything is loaded: whatever becomes of this program then,
  /// it is undone.
  ///
  /// @param persistTo below which folder the policy is to be persisted once it is confirmed
  /// @throws Failure if nothing could wait
  void begin(Duration time, Optional<Path> persistTo) {
    Path pending = run.resolve(PENDING + System.nanoTime());
    Path script = run.resolve("rollback.sh");
    String text =
        SCRIPT
            .replace("@RUN@", run.toString())
            .replace("@PENDING@", pending.getFileName().toString())
            .replace("@SECONDS@", "" + time.toSeconds());
    Folders.write(script, text, "rwx------");
    Folders.write(pending, persistTo.map(Path::toString).orElse(""), "rw-------");
    try {
      shell.leave(script);
    } catch (Commands.Failed e) {
      forget();
      throw new Failure(
          "Nothing was applied: `systemd-run` starts nothing here, and without it, who undoes the"
              + " policy might end with this session. Mend it, or leave --confirm out.",
          e);
    }
  }

  /// @throws Failure if the time is over
  void expectPending() {
    if (pending().isEmpty()) {
      throw new Failure(
          "Loading took longer than the time to confirm it: what was in force before is put back.");
    }
  }

  /// Keeps what is in force.
  ///
  /// @return below which folder it is to be persisted, if it is
  /// @throws Failure if nothing waits
  Optional<Path> confirm() {
    Path confirmed = run.resolve("confirmed");
    try {
      Files.move(pending().orElse(run.resolve(PENDING)), confirmed, StandardCopyOption.ATOMIC_MOVE);
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
    pending().ifPresent(Folders::delete);
    List.of("confirmed", "before.sh", UNDONE).forEach(it -> Folders.delete(run.resolve(it)));
  }
}
