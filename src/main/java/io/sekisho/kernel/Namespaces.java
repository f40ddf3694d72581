package io.sekisho.kernel;

import io.sekisho.host.Names;
import io.sekisho.linux.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The named network namespaces that carry our prefix, as a whole.
final class Namespaces {
  private final Commands commands;
  private final Pattern vpc;
  private final Pattern ours;

  Namespaces(Names names, Commands commands) {
    this.commands = commands;
    this.vpc = Pattern.compile(names.prefix() + "-vpc-\\d+");
    this.ours = Pattern.compile(names.prefix() + "-(vpc|guest)-\\d+");
  }

  /// Those of VPCs, by name; empty for the remains of one, which can't be entered.
  Map<String, Optional<NetworkNamespace>> ofVpcs() {
    return list(vpc).stream()
        .collect(Collectors.toMap(Function.identity(), NetworkNamespace::find));
  }

  /// Those of VPCs and of the lab's guests.
  List<String> all() {
    return list(ours);
  }

  void make(Collection<String> names) {
    batch(names, name -> "netns add " + name);
  }

  void remove(Collection<String> names) {
    batch(names, name -> "netns del " + name);
  }

  private void batch(Collection<String> names, Function<String, String> line) {
    if (!names.isEmpty()) {
      String lines = names.stream().map(line).collect(Collectors.joining("\n", "", "\n"));
      commands.feed(lines, "ip", "-force", "-batch", "-");
    }
  }

  private static List<String> list(Pattern pattern) {
    if (!Files.isDirectory(NetworkNamespace.FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(NetworkNamespace.FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(pattern.asMatchPredicate())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
