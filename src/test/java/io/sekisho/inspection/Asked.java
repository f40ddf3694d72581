package io.sekisho.inspection;

import io.sekisho.cli.Cli;
import io.sekisho.client.Environment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/// What the command said.
record Asked(int exit, String out, String err) {
  static Asked audit(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            Map.of(), InputStream.nullInputStream(), stream(out), stream(err), Path.of(""));
    int exit =
        Cli.equip(new CommandLine(new GuardAuditCommand(environment)), environment).execute(words);
    return new Asked(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
