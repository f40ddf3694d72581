package io.sekisho.cli;

import io.sekisho.client.AccessToken;
import io.sekisho.client.Context;
import io.sekisho.client.TokenFile;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    description = "Print an IAM access token, for curl and for programs.",
    footer = {
      "",
      "It lives as long as the account's settings say, an hour unless they do. Treat",
      "it as a password while it does.",
      "",
      "Examples:",
      "  curl --cacert ca.pem -H \"Authorization: Bearer $(sekisho token)\" \\",
      "    https://127.0.0.1:8443/v1/serviceids",
      "  sekisho token --account acme"
    })
final class TokenCommand implements Runnable {
  private final Session session;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "In which account an operator's token counts.")
  private Optional<String> account = Optional.empty();

  TokenCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Context context = session.context().in(account);
    TokenFile tokens = session.tokens();
    // Whoever takes it elsewhere needs one that has its whole life before it.
    tokens.forget(context);
    session.printer().say(new AccessToken(context, tokens).value());
  }
}
