package io.sekisho.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The `openssl` command, in a directory of its own: what guests use, and a second opinion.
record OpenSsl(Path directory) {
  /// What the command printed.
  ///
  /// @throws AssertionError with what it printed if it fails
  String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  /// A signing request for a new key.
  ///
  /// @param key such as `rsa:2048` or `ec:prime256v1`
  String request(String key, String subject, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("req", "-new", "-nodes", "-keyout", "key.pem", "-out", "csr.pem"));
    arguments.addAll(
        key.startsWith("ec:")
            ? List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + key.substring(3))
            : List.of("-newkey", key));
    arguments.addAll(List.of("-subj", subject));
    arguments.addAll(List.of(more));
    run(arguments.toArray(String[]::new));
    return read("csr.pem");
  }

  void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }
}
