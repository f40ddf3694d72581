package io.sekisho.lab;

import io.sekisho.host.Names;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The network namespaces of guests and containers. Only names with our prefix are ever touched.
final class Namespaces {
  private static final Path FOLDER = Path.of("/run/netns");

  private final String prefix;
  private final Commands commands;

  Namespaces(Names names, Commands commands) {
    this.prefix = names.prefix() + "-guest-";
    this.commands = commands;
  }

  boolean ours(String name) {
    return name.startsWith(prefix);
  }

  /// All that go by our names, whole or only begun.
  Set<String> list() throws IOException {
    return list(FOLDER);
  }

  /// The names of ours in a folder.
  Set<String> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(this::ours)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /// What the kernel tells the namespace by; empty if there is none of this name, or only the file
  /// on which one was to be mounted.
  static Optional<Long> inode(String name) {
    try {
      Path file = FOLDER.resolve(name);
      boolean mounted =
          !Files.getAttribute(file, "unix:dev").equals(Files.getAttribute(FOLDER, "unix:dev"));
      return mounted && Files.getAttribute(file, "unix:ino") instanceof Long inode
          ? Optional.of(inode)
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  void make(Collection<String> names) {
    batch(names, name -> "netns add " + name);
  }

  /// Removes them, their cables and whoever is still in them.
  void remove(Collection<String> names) {
    new Inhabitants(names).end();
    names.forEach(this::unplug);
    try {
      batch(names, name -> "netns del " + name);
    } catch (Commands.Failed e) {
      // Somebody else may have been faster.
      if (names.stream().anyMatch(name -> Files.exists(FOLDER.resolve(name)))) {
        throw e;
      }
    }
  }

  /// At once, while the kernel takes its time to dispose of a namespace: until then the tap on the
  /// other end would keep its name from the next one.
  private void unplug(String name) {
    if (inode(name).isEmpty()) {
      return;
    }
    try {
      commands.run("ip", "-n", name, "link", "del", "group", Integer.toString(Wires.GROUP));
    } catch (Commands.Failed nothingPlugged) {
      // What may be left goes with the namespace.
    }
  }

  private void batch(Collection<String> names, Function<String, String> line) {
    if (!names.isEmpty()) {
      String lines = names.stream().map(line).collect(Collectors.joining("\n", "", "\n"));
      commands.feed(lines, "ip", "-force", "-batch", "-");
    }
  }
}
