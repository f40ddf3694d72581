package io.sekisho.cli;

import io.sekisho.client.Client;
import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.client.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What commands share: the environment, the printer and, once one asks for it, the client.
public final class Session {
  private final Environment environment;

  public Session(Environment environment) {
    this.environment = environment;
  }

  public Environment environment() {
    return environment;
  }

  public Printer printer() {
    return new Printer(environment.out());
  }

  /// Which server, and the key to it.
  public Context context() {
    return new ContextFile(environment).load();
  }

  /// Access tokens that were got before.
  public TokenFile tokens() {
    return new TokenFile(environment);
  }

  /// A client of the server that the context names.
  public Client client() {
    return new Client(context(), tokens());
  }

  /// What a person types unseen; empty where nobody sits before a terminal.
  public Optional<String> secret(String question) {
    return environment.typed().secret(question);
  }

  /// The bytes of a file, or of standard input for `-`.
  public byte[] read(String file) {
    try {
      return file.equals("-")
          ? environment.in().readAllBytes()
          : Files.readAllBytes(environment.directory().resolve(Path.of(file)));
    } catch (IOException _) {
      throw new Failure("Can't read " + file + ": check the path.");
    }
  }
}
