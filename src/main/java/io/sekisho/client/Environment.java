package io.sekisho.client;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command may know of the process it runs in.
///
/// @param variables the environment variables
/// @param directory what relative paths are relative to
/// @param typed what is typed beside the command
public record Environment(
    Map<String, String> variables,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Path directory,
    Typed typed) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /// Where nobody sits before a terminal.
  public Environment(
      Map<String, String> variables,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Path directory) {
    this(variables, in, out, err, directory, Typed.nothing());
  }

  /// Where this user's Sekisho keeps its files: `$SEKISHO_HOME`, or `~/.local/state/sekisho`. The
  /// roof sets the variable for root, whose own home is closed to the service.
  public Path home() {
    return variable("SEKISHO_HOME")
        .map(directory::resolve)
        .or(() -> variable("HOME").map(home -> Path.of(home, ".local", "state", "sekisho")))
        .orElseThrow(() -> new Failure("Neither SEKISHO_HOME nor HOME is set: set one of them."));
  }

  /// Where a service without privileges keeps its state: a folder that becomes its own, and so is
  /// not the one that [#home] is, in which root's commands keep a key.
  public Path serviceState() {
    return variable("SEKISHO_HOME")
        .map(home -> directory.resolve(home).resolve("state"))
        .orElse(Path.of("/var/lib/sekisho"));
  }

  /// Where a controller keeps its state. It closes that folder to others; root's home has folders
  /// of services without privileges in it.
  public Path controllerState(boolean root) {
    return root ? home().resolve("controller") : home();
  }

  /// Where a node keeps its state: a folder of its own, for a host may have both.
  ///
  /// @param service whether it becomes one of a service without privileges
  public Path nodeState(boolean service) {
    return variable("SEKISHO_HOME").isEmpty() && service
        ? Path.of("/var/lib/sekisho-node")
        : home().resolve("node");
  }

  /// The variable's value, if it is set and not empty.
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }
}
