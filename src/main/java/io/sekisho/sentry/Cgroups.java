package io.sekisho.sentry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/// The tree of control groups of version 2.
///
/// @param root where it is
record Cgroups(Path root) {
  private static final Path USUAL = Path.of("/sys/fs/cgroup");

  /// Here, or below `unified` where version 1 is used beside it.
  static Cgroups here() {
    return new Cgroups(
        Files.exists(USUAL.resolve("cgroup.controllers")) ? USUAL : USUAL.resolve("unified"));
  }

  /// The path below the root that a process is in; empty for the root itself, or if that can't be
  /// told.
  ///
  /// @param process its number, or `self`
  String of(String process) {
    try (var lines = Files.lines(Path.of("/proc", process, "cgroup"))) {
      return lines
          .filter(it -> it.startsWith("0::/"))
          .map(it -> it.substring("0::/".length()))
          .findFirst()
          .orElse("");
    } catch (IOException | UncheckedIOException gone) {
      return "";
    }
  }

  /// Makes something while this process is in a control group below that one: a socket remembers
  /// where it was made. Takes some milliseconds, and puts the process back.
  ///
  /// @throws UncheckedIOException if it can't be entered
  <T> T within(String path, Supplier<T> made) {
    Path inner = root.resolve(path).resolve("sekisho-verify-" + ProcessHandle.current().pid());
    String own = of("self");
    try {
      Files.createDirectory(inner);
      try {
        enter(inner);
        return made.get();
      } finally {
        enter(root.resolve(own));
        Files.delete(inner);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " can't be entered", e);
    }
  }

  private static void enter(Path group) throws IOException {
    Files.write(
        group.resolve("cgroup.procs"),
        Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8));
  }
}
