package io.sekisho.cli;

import io.sekisho.client.Kind;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "link",
    description = "Let a compute resource assume a trusted profile.",
    footer = {"", "Example:", "  sekisho link reader web-1"})
final class LinkCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "PROFILE",
      description = "The trusted profile's name, id or account/name.")
  private String profile = "";

  @Parameters(
      index = "1",
      paramLabel = "COMPUTE",
      description = "An instance or bare metal server of its account: name, id or account/name.")
  private String compute = "";

  LinkCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session
        .printer()
        .table(
            Rows.resources(
                Kind.TRUSTED_PROFILE, List.of(session.client().link(profile, compute)), false));
  }
}
