package io.sekisho.lab;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The processes that live in some network namespaces.
final class Inhabitants {
  private static final Path PROC = Path.of("/proc");
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /// As the links in `/proc` spell them.
  private final Set<String> homes;

  Inhabitants(Collection<String> namespaces) {
    Optional<String> own = home(PROC.resolve("self"));
    this.homes =
        namespaces.stream()
            .flatMap(name -> Namespaces.inode(name).stream())
            .map(inode -> "net:[" + inode + "]")
            .filter(home -> !own.equals(Optional.of(home)))
            .collect(Collectors.toSet());
  }

  /// Asks every process there to end, and after two seconds no longer asks.
  void end() {
    if (!homes.isEmpty()
        && !gone(ProcessHandle::destroy)
        && !gone(ProcessHandle::destroyForcibly)) {
      throw new Failure("These processes in guests do not end: " + list() + ".");
    }
  }

  /// Their ids.
  List<Long> list() {
    return handles().stream().map(ProcessHandle::pid).toList();
  }

  private boolean gone(Consumer<ProcessHandle> demand) {
    long deadline = System.nanoTime() + GRACE.toNanos();
    List<ProcessHandle> left = handles();
    Set<ProcessHandle> told = Set.of();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      // One that was born meanwhile is told as well; none is told twice.
      Set<ProcessHandle> before = told;
      left.stream().filter(handle -> !before.contains(handle)).forEach(demand);
      told = Set.copyOf(left);
      Host.pause(PAUSE);
      left = handles();
    }
    return left.isEmpty();
  }

  /// A handle knows when its process began: one that is taken before the look at where the process
  /// lives can't come to mean another process with the same id.
  private List<ProcessHandle> handles() {
    try (Stream<Path> files = Files.list(PROC)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
          .filter(
              handle -> home(PROC.resolve("" + handle.pid())).filter(homes::contains).isPresent())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> home(Path process) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve("ns/net")).toString());
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
