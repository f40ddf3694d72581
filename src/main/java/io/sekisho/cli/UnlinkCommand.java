package io.sekisho.cli;

import io.sekisho.client.Kind;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "unlink",
    description = "Take a link to a trusted profile away again.",
    footer = {"", "Example:", "  sekisho unlink reader web-1"})
final class UnlinkCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "PROFILE",
      description = "The trusted profile's name, id or account/name.")
  private String profile = "";

  @Parameters(
      index = "1",
      paramLabel = "COMPUTE",
      description = "What it was linked to: name, id or account/name; or the link's id.")
  private String compute = "";

  UnlinkCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session
        .printer()
        .table(
            Rows.resources(
                Kind.TRUSTED_PROFILE, List.of(session.client().unlink(profile, compute)), false));
  }
}
