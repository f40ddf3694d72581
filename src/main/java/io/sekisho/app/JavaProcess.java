package io.sekisho.app;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How this program is started once more.
final class JavaProcess {
  private JavaProcess() {}

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
