package io.sekisho.cli;

import io.sekisho.client.Kind;
import io.sekisho.wire.AccountView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "account",
    description = "Turn a whole account's metadata service on or off.",
    footer = {
      "",
      "Off wins over what the account's instances say; on leaves it to them.",
      "",
      "Example:",
      "  sekisho set account acme --metadata-service off"
    })
final class SetAccountCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account's name or id.")
  private String name = "";

  @Option(
      names = "--metadata-service",
      required = true,
      paramLabel = "on|off",
      description = "Whether its instances may get answers.")
  private OnOff enabled = OnOff.OFF;

  SetAccountCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    AccountView now = session.client().patchAccount(name, enabled.isOn());
    session.printer().table(Rows.resources(Kind.ACCOUNT, List.of(now), false));
  }
}
