package io.sekisho.inspection;

import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A machine to read from: this one, or a folder that has files of another one and what its tools
/// printed.
final class Source {
  private static final int LONGEST = 32 << 20;

  private final Path root;
  private final Optional<Commands> commands;
  private final List<String> missing = new ArrayList<>();

  private Source(Path root, Optional<Commands> commands) {
    this.root = root;
    this.commands = commands;
  }

  static Source here() {
    return new Source(Path.of("/"), Optional.of(new Commands()));
  }

  static Source of(Path folder) {
    return new Source(folder, Optional.empty());
  }

  boolean isHere() {
    return commands.isPresent();
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /// What a file has; empty if it is not there, or is not to be read.
  Optional<String> file(String name) {
    Path path = path(name);
    try {
      if (!Files.isReadable(path) || Files.size(path) > LONGEST) {
        return Optional.empty();
      }
      return Optional.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// What a command prints here; elsewhere, what a file with the name of the listing has.
  ///
  /// @return empty if there is no such tool or file
  /// @throws Commands.Failed if the tool refuses
  Optional<String> listing(String name, String... argv) {
    if (commands.isEmpty()) {
      return file(name);
    }
    try {
      return Optional.of(commands.get().run(argv));
    } catch (UncheckedIOException notInstalled) {
      return Optional.empty();
    }
  }

  /// The same, where it does not matter why not.
  Optional<String> quietly(String name, String... argv) {
    try {
      return listing(name, argv);
    } catch (Commands.Failed refused) {
      return Optional.empty();
    }
  }

  void miss(String what) {
    missing.add(what);
  }

  List<String> missing() {
    return List.copyOf(missing);
  }
}
