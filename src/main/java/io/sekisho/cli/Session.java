package io.sekisho.cli;

import io.sekisho.client.Client;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What commands share: the environment, the printer and, once one asks for it, the client.
final class Session {
  private final Environment environment;

  Session(Environment environment) {
    this.environment = environment;
  }

  Environment environment() {
    return environment;
  }

  Printer printer() {
    return new Printer(environment.out());
  }

  /// A client of the server that the context names.
  Client client() {
    return new Client(new ContextFile(environment).load());
  }

  /// The bytes of a file, or of standard input for `-`.
  byte[] read(String file) {
    try {
      return file.equals("-")
          ? environment.in().readAllBytes()
          : Files.readAllBytes(environment.directory().resolve(Path.of(file)));
    } catch (IOException _) {
      throw new Failure("Can't read " + file + ": check the path.");
    }
  }
}
