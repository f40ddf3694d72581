package io.sekisho.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command run within a guest.
///
/// @param namespace the guest's or container's
/// @param hostname what the command shall find to be the host's name
/// @param command the program and its arguments; empty for a shell
/// @param environment variables to be set
record Visit(
    String namespace, String hostname, List<String> command, Map<String, String> environment) {
  /// Not the guest's business: a proxy that it can't reach, and the operator's key.
  private static final String WITHHELD = "(?i:(https?|ftp|all|no)_proxy)|SEKISHO_.*";

  /// Through a shell, which says 126 and 127 when there is no such program.
  private static final String RENAME_AND_RUN =
      "echo \"$0\" > /proc/sys/kernel/hostname && exec \"$@\"";

  /// The process, not started yet.
  ProcessBuilder process() {
    ProcessBuilder process = new ProcessBuilder();
    process.environment().keySet().removeIf(name -> name.matches(WITHHELD));
    process.environment().putAll(environment);
    List<String> argv =
        new ArrayList<>(
            List.of("unshare", "--uts", "--", "ip", "netns", "exec", namespace, "sh", "-c"));
    argv.add(RENAME_AND_RUN);
    argv.add(hostname);
    argv.addAll(command.isEmpty() ? shell(process.environment()) : command);
    return process.command(argv);
  }

  private static List<String> shell(Map<String, String> environment) {
    return List.of(environment.getOrDefault("SHELL", "/bin/sh"));
  }
}
