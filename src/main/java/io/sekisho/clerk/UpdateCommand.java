package io.sekisho.clerk;

import io.sekisho.cli.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "Change one; what is not given stays.",
    sortOptions = false,
    footer = {
      "",
      "The file has members as IBM's API names them. If somebody else changes it at the",
      "same moment, nothing is changed and it says so.",
      "",
      "Examples:",
      "  sekisho update service-id ci --description 'builds and deploys'",
      "  sekisho update access-group ops --name operators",
      "  sekisho update user ada@acme.example -f - <<< 'state: SUSPENDED'",
      "  sekisho update policy 12345678-abcd-1a2b-a1b2-1234567890ab -f policy.yaml"
    })
final class UpdateCommand implements Runnable {
  @Command(
      name = "update",
      description = "Change something of IAM.",
      synopsisSubcommandLabel = "KIND",
      footer = {
        "",
        "Examples:",
        "  sekisho update service-id ci --description 'builds and deploys'",
        "  sekisho update account-settings --access-token-expiration 900"
      })
  private static final class Root {}

  private final Session session;
  private final Thing thing;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "Its name or id.")
  private String name = "";

  @Option(names = "--name", paramLabel = "NAME", description = "What it is called from now on.")
  private Optional<String> renamed = Optional.empty();

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "What becomes of it; - reads standard input.")
  private Optional<String> file = Optional.empty();

  @Mixin private Whose whose = new Whose();
  @Mixin private Output output = new Output();

  private UpdateCommand(Session session, Thing thing) {
    this.session = session;
    this.thing = thing;
  }

  /// The command and those below it.
  static CommandLine commandLine(Session session) {
    CommandLine update = new CommandLine(new Root());
    for (Thing thing :
        List.of(
            Thing.USER,
            Thing.SERVICE_ID,
            Thing.API_KEY,
            Thing.TRUSTED_PROFILE,
            Thing.ACCESS_GROUP,
            Thing.POLICY,
            Thing.ROLE,
            Thing.RULE,
            Thing.IDENTITY_PROVIDER)) {
      UpdateCommand command = new UpdateCommand(session, thing);
      if (thing.shorter().isEmpty()) {
        update.addSubcommand(thing.word(), command);
      } else {
        update.addSubcommand(thing.word(), command, thing.shorter());
      }
    }
    return update.addSubcommand(new UpdateSettings(session));
  }

  @Override
  public void run() {
    Map<String, Object> changes = new LinkedHashMap<>();
    file.ifPresent(it -> changes.putAll(Paper.read(session, it)));
    renamed.ifPresent(it -> changes.put(thing == Thing.ROLE ? "display_name" : "name", it));
    description.ifPresent(it -> changes.put("description", it));
    if (changes.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Give at least one of --name, --description, --file.");
    }
    Registry registry = Registry.of(session, output.account());
    output.done(session.printer(), "Changed", registry.update(thing, name, changes, whose));
  }
}
