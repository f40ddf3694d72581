package io.sekisho.app;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// How this program is started once more.
final class JavaProcess {
  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "LANG",
          "LC_ALL",
          "SEKISHO_DATABASE",
          "SEKISHO_JOIN_TOKEN",
          "PGPASSFILE",
          "TZ",
          "HOME",
          "SEKISHO_HOME",
          "SEKISHO_PREFIX",
          "MALLOC_ARENA_MAX");

  private JavaProcess() {}

  /// This very program with the same words, in a process of its own that is to be the service.
  ///
  /// @param again whether it was up before
  static Process service(List<String> words, Path directory, MeetingPlace place, boolean again)
      throws IOException {
    List<String> command = new ArrayList<>(command("service.jvm.options"));
    command.addAll(words);
    command.addAll(List.of("--helper", place.socket().toString()));
    if (again) {
      command.add("--again");
    }
    ProcessBuilder service = new ProcessBuilder(command);
    // Root's variables are not the service's business.
    service.environment().keySet().retainAll(PASSED_ON);
    return service
        .directory(directory.toFile())
        .redirectInput(new File("/dev/null"))
        .redirectOutput(place.output())
        .redirectError(place.errors())
        .start();
  }

  /// The beginning of a command line, up to the program's own words.
  ///
  /// @param property has the JVM's options, one on a line; without it they are those of this JVM
  static List<String> command(String property) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    String options = System.getProperty(property);
    if (options == null) {
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    } else {
      options.lines().filter(line -> !line.isBlank()).forEach(command::add);
    }
    String classPath = Objects.requireNonNull(System.getProperty("java.class.path"));
    if (classPath.endsWith(".jar") && !classPath.contains(":")) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, Main.class.getName()));
    }
    return command;
  }
}
