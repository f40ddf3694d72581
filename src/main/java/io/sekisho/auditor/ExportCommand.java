package io.sekisho.auditor;

import io.sekisho.client.Client;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.TokenFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = "Print the audit trail as JSON lines, one record each, byte for byte as sealed.",
    footer = {
      "",
      "Examples:",
      "  sekisho audit export > trail.jsonl",
      "  sekisho audit key > audit.pem",
      "  sekisho audit verify --file trail.jsonl --key audit.pem",
      "  sekisho audit export --after 4711 >> trail.jsonl"
    })
final class ExportCommand implements Runnable {
  private final Environment environment;

  @Option(
      names = "--after",
      paramLabel = "N",
      description = "Only records after this number, to go on with a file.")
  private long after;

  ExportCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    Client client = new Client(new ContextFile(environment).load(), new TokenFile(environment));
    new Export(client).read(after, environment.out()::writeBytes);
    environment.out().flush();
  }
}
