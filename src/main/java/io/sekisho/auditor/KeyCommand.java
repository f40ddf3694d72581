package io.sekisho.auditor;

import io.sekisho.client.Client;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.TokenFile;
import picocli.CommandLine.Command;

@Command(
    name = "key",
    description = {
      "Print the public key that the audit trail is verified with.",
      "Keep it where whoever runs the server can't exchange it."
    },
    footer = {"", "Examples:", "  sekisho audit key > audit.pem"})
final class KeyCommand implements Runnable {
  private final Environment environment;

  KeyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    Client client = new Client(new ContextFile(environment).load(), new TokenFile(environment));
    environment.out().print(client.trailHead().publicKey());
  }
}
