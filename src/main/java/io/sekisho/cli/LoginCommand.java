package io.sekisho.cli;

import io.sekisho.client.Client;
import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import io.sekisho.wire.Status;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "login",
    description = "Remember a server, and the key that opens it.",
    footer = {
      "",
      "The server is asked first: what does not work is not remembered. The file is",
      "client.json in $SEKISHO_HOME (~/.local/state/sekisho); only you can read it.",
      "",
      "Example:",
      "  sekisho login --url https://127.0.0.1:8443 --ca ca.pem --key - < key.txt"
    })
final class LoginCommand implements Runnable {
  private final Session session;

  @Option(names = "--url", required = true, paramLabel = "URL", description = "The server.")
  private String url = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "The operator key; - reads standard input, which `ps` does not show.")
  private String key = "";

  @Option(
      names = "--ca",
      required = true,
      paramLabel = "FILE",
      description = "The CA's certificate in PEM, as `sekisho up` wrote it.")
  private String ca = "";

  LoginCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    ContextFile file = new ContextFile(session.environment());
    String secret = key.equals("-") ? new String(session.read("-"), StandardCharsets.UTF_8) : key;
    Context context = new Context(url, file.certificates(ca), secret.strip());
    Status status = new Client(context).status();
    file.save(context);
    session
        .printer()
        .say("Logged in to %s (Sekisho %s).".formatted(context.url(), status.version()));
  }
}
