package io.sekisho.cli;

import io.sekisho.client.Kind;
import io.sekisho.wire.View;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Delete a resource that nothing refers to.",
    footer = {
      "",
      "What is still used is not deleted: the refusal names what has to go first. A",
      "link between a profile and an instance does not count, and goes with either.",
      "",
      "Examples:",
      "  sekisho delete instance web-1",
      "  sekisho delete trusted-profile acme/reader"
    })
final class DeleteCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      converter = KindWord.class,
      completionCandidates = KindWord.class,
      description = "Such as instance; see `sekisho get --help`.")
  private Kind kind = Kind.INSTANCE;

  @Parameters(index = "1", paramLabel = "NAME", description = "Its name, id or account/name.")
  private String name = "";

  DeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    View gone = session.client().delete(kind, name);
    session.printer().say("Deleted %s %s (%s).".formatted(kind.word(), gone.name(), gone.id()));
  }
}
