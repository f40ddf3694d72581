package io.sekisho.cli;

import io.sekisho.client.Client;
import io.sekisho.client.Failure;
import io.sekisho.client.Kind;
import io.sekisho.wire.ComputeView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke-tokens",
    description = "Make all tokens given to an instance worthless.",
    footer = {
      "",
      "The guest can get a new one at once; whoever copied an old one can't use it.",
      "",
      "Examples:",
      "  sekisho revoke-tokens web-1",
      "  sekisho revoke-tokens --bare-metal-server db-1"
    })
final class RevokeTokensCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "INSTANCE", description = "Its name, id or account/name.")
  private String name = "";

  @Option(
      names = {"--bare-metal-server", "--bare-metal"},
      description = "It is a bare metal server.")
  private boolean bareMetal;

  RevokeTokensCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Client client = session.client();
    Kind kind = bareMetal ? Kind.BARE_METAL_SERVER : Kind.INSTANCE;
    Kind other = bareMetal ? Kind.INSTANCE : Kind.BARE_METAL_SERVER;
    ComputeView now;
    try {
      now = client.revokeTokens(kind, name);
    } catch (Failure refused) {
      throw isThere(client, other) ? otherwise() : refused;
    }
    session
        .printer()
        .say(
            "Tokens of %s are revoked; new ones are of generation %d."
                .formatted(now.name(), now.tokenGeneration()));
  }

  private boolean isThere(Client client, Kind kind) {
    try {
      client.get(kind, name);
      return true;
    } catch (Failure _) {
      return false;
    }
  }

  private Failure otherwise() {
    return new Failure(
        bareMetal
            ? "%s is an instance: leave --bare-metal-server out.".formatted(name)
            : "%s is a bare metal server: add --bare-metal-server.".formatted(name));
  }
}
