package io.sekisho.cli;

import io.sekisho.client.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Runs commands as a person would, in a directory and with variables of their own.
final class Shell {
  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private String in = "";

  Shell(Path directory) {
    this.directory = directory;
    set("SEKISHO_HOME", "home");
  }

  /// What a command did.
  record Outcome(int code, String out, String err) {}

  Shell set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Shell type(String text) {
    in = text;
    return this;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  Environment environment(PrintStream out, PrintStream err) {
    return new Environment(
        variables,
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        out,
        err,
        directory);
  }

  Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Cli.commandLine(environment(stream(out), stream(err))).execute(arguments);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
