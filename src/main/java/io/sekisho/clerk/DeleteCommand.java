package io.sekisho.clerk;

import io.sekisho.cli.Session;
import io.sekisho.client.Kind;
import io.sekisho.wire.View;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    description = "Delete a resource that nothing refers to.",
    sortOptions = false,
    footer = {
      "",
      "What is still used is not deleted: the refusal names what has to go first. A",
      "link between a profile and an instance does not count, and goes with either.",
      "With whoever has API keys and policies, these go.",
      "",
      "Examples:",
      "  sekisho delete instance web-1",
      "  sekisho delete trusted-profile acme/reader",
      "  sekisho delete service-id ci",
      "  sekisho delete rule staff --profile reader",
      "  sekisho delete operator-key alice       and what she got for it, at once"
    })
final class DeleteCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      converter = Sort.Word.class,
      completionCandidates = Sort.Word.class,
      description = "Such as instance; see `sekisho get --help`.")
  private Sort sort = new Sort.Resource(Kind.INSTANCE);

  @Parameters(index = "1", paramLabel = "NAME", description = "Its name, id or account/name.")
  private String name = "";

  @Option(names = "--force", description = "An access group with all members and rules.")
  private boolean force;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "In which account an operator asks; else the context's.")
  private Optional<String> account = Optional.empty();

  @Mixin private Whose whose = new Whose();

  DeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    switch (sort) {
      case Sort.Resource(Kind kind) -> {
        View gone = session.client().delete(kind, name);
        say(kind.word(), gone.name(), gone.id());
      }
      case Sort.Known(Thing thing) -> {
        Registry.Entry gone = Registry.of(session, account).delete(thing, name, whose, force);
        say(thing.word(), gone.title(), gone.id());
      }
      case Sort.OperatorKey _ -> {
        session.client().deleteOperatorKey(name);
        say(sort.word(), name, name);
      }
    }
  }

  private void say(String kind, String title, String id) {
    session
        .printer()
        .say("Deleted %s %s%s.".formatted(kind, title, title.equals(id) ? "" : " (" + id + ")"));
  }
}
