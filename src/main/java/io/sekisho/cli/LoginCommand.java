package io.sekisho.cli;

import io.sekisho.client.AccessToken;
import io.sekisho.client.Client;
import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "login",
    description = "Remember a server, and the key that opens it.",
    sortOptions = false,
    footer = {
      "",
      "The server is asked first: what does not work is not remembered. The key is an",
      "operator's, or the API key of a user or a service ID; without --key it is asked",
      "for, and not shown. The file is client.json in $SEKISHO_HOME",
      "(~/.local/state/sekisho); only you can read it.",
      "",
      "Examples:",
      "  sekisho login --url https://127.0.0.1:8443 --ca ca.pem",
      "  sekisho login --url https://127.0.0.1:8443 --ca ca.pem --key - < key.txt",
      "  sekisho login --url https://10.0.0.7:8443 --ca ca.pem --context ci \\",
      "    --account acme"
    })
final class LoginCommand implements Runnable {
  private final Session session;

  @Option(names = "--url", required = true, paramLabel = "URL", description = "The server.")
  private String url = "";

  @Option(
      names = "--ca",
      required = true,
      paramLabel = "FILE",
      description = "The CA's certificate in PEM, as `sekisho up` wrote it.")
  private String ca = "";

  @Option(
      names = {"--key", "--api-key"},
      paramLabel = "KEY",
      description = "The key; - reads standard input, which `ps` does not show.")
  private Optional<String> key = Optional.empty();

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "In which account an operator's key counts where IAM asks.")
  private Optional<String> account = Optional.empty();

  LoginCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    ContextFile file = new ContextFile(session.environment());
    Context context = new Context(url, file.certificates(ca), secret().strip(), account);
    AccessToken token = new AccessToken(context);
    String what = context.belongsToOperator() ? operator(context, token) : holder(token);
    String name = file.save(context);
    token.keep(session.tokens());
    session
        .printer()
        .say(
            "Logged in to %s (%s)%s."
                .formatted(
                    context.url(),
                    what,
                    name.equals(ContextFile.Kept.FIRST) ? "" : " as context " + name));
  }

  private String secret() {
    return key.filter(typed -> !typed.equals("-"))
        .or(() -> key.isPresent() ? Optional.empty() : session.secret("Key: "))
        .orElseGet(() -> new String(session.read("-"), StandardCharsets.UTF_8));
  }

  private static String operator(Context context, AccessToken token) {
    String version = new Client(context).status().version();
    if (context.account().isPresent()) {
      token.value();
    }
    return "Sekisho " + version;
  }

  private static String holder(AccessToken token) {
    return "%s in account %s".formatted(token.claim("/sub"), token.account());
  }
}
