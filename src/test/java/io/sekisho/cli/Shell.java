package io.sekisho.cli;

import io.sekisho.clerk.Clerk;
import io.sekisho.client.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Runs commands as a person would, in a directory and with variables of their own.
public final class Shell {
  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private String in = "";

  public Shell(Path directory) {
    this.directory = directory;
    set("SEKISHO_HOME", "home");
  }

  /// What a command did.
  public record Outcome(int code, String out, String err) {}

  public Shell set(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  public Shell type(String text) {
    in = text;
    return this;
  }

  public Path path(String name) {
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

  public Outcome run(String... arguments) {
    return watched().run(arguments);
  }

  /// A command whose output can be looked at while it runs.
  public Watched watched() {
    return new Watched();
  }

  /// One command.
  public final class Watched {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    public Outcome run(String... arguments) {
      int code = Clerk.commandLine(environment(stream(out), stream(err))).execute(arguments);
      return new Outcome(code, out(), err.toString(StandardCharsets.UTF_8));
    }

    public String out() {
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
