package io.sekisho.clerk;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Session;
import io.sekisho.client.Documents;
import io.sekisho.explanation.AccessExplanation;
import io.sekisho.explanation.AccessExplanation.Grant;
import io.sekisho.explanation.AccessExplanation.Near;
import io.sekisho.explanation.AccessExplanation.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sekisho explain access`, and the way to the other questions.
@Command(
    name = "explain",
    description = "Say why something is as it is.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  sekisho explain access --who reader --action is.instance.instance.read",
      "  sekisho explain packet --from web-1 --to db-1 --proto tcp --port 5432"
    })
final class ExplainCommand {
  private ExplainCommand() {}

  /// The command and those below it.
  static CommandLine commandLine(Session session) {
    return new CommandLine(new ExplainCommand())
        .addSubcommand(new Access(session))
        .addSubcommand(new ExplainPacket(session));
  }

  @Command(
      name = "access",
      exitCodeOnExecutionException = CommandLine.ExitCode.USAGE,
      description = {
        "Say whether somebody may do something, by which policy, or what is missing.",
        "The server decides as it would if the request came now."
      },
      sortOptions = false,
      footer = {
        "",
        "Everyone may ask about themselves; about others, who may read their access.",
        "",
        "Exit codes: 0 allowed, 1 denied, 2 it could not be asked or is not to be told.",
        "",
        "Examples:",
        "  sekisho explain access --who reader --action is.instance.instance.read",
        "  sekisho explain access --who me --action iam-identity.profile.delete \\",
        "    --resource resourceType=profile",
        "  sekisho explain access --who ada@acme.example \\",
        "    --action is.instance.instance.update \\",
        "    --resource crn:v1:bluemix:public:is:us-south-1:a/…::instance:0717_…"
      })
  private static final class Access implements Callable<Integer> {
    private final Session session;

    @Option(
        names = "--who",
        paramLabel = "NAME",
        description = "A profile, service ID, user or API key; me unless given.")
    private String who = "me";

    @Option(
        names = "--action",
        required = true,
        paramLabel = "ACTION",
        description = "Such as is.instance.instance.read.")
    private String action = "";

    @Option(
        names = "--resource",
        paramLabel = "CRN|KEY=VALUE",
        description = "With what; as often as needed.")
    private List<String> resource = new ArrayList<>();

    @Mixin private Output output = new Output();

    private Access(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Registry registry = Registry.of(session, output.account());
      Question question = new Question(who, action, resource, Optional.empty());
      AccessExplanation explanation =
          Documents.as(
              registry.iam().send("POST", "/sekisho/v1/explain/access", question),
              AccessExplanation.class);
      Printer printer = session.printer();
      output.show(
          printer,
          _ -> tell(printer, explanation),
          () -> explanation,
          List.of(explanation.allowed() ? "allowed" : "denied"));
      return explanation.allowed() ? 0 : 1;
    }

    private static void tell(Printer printer, AccessExplanation it) {
      printer.say(
          "%s: %s, %s.".formatted(it.allowed() ? "Allowed" : "Denied", it.name(), it.action()));
      printer.say("  " + it.reason());
      it.grantedBy().ifPresent(grant -> grant(printer, grant));
      if (!it.allowed()) {
        if (!it.rolesThatGrant().isEmpty()) {
          printer.say("  Roles that grant it: " + String.join(", ", it.rolesThatGrant()));
        }
        it.nearest().forEach(near -> near(printer, near));
      }
      if (!it.resource().isEmpty()) {
        printer.say(
            "  Asked about "
                + it.resource().entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(" ")));
      }
    }

    private static void grant(Printer printer, Grant grant) {
      if (!grant.description().isEmpty()) {
        printer.say("  Policy " + named(grant.policy(), grant.description()));
      }
      grant
          .accessGroupId()
          .ifPresent(id -> printer.say("  Group " + named(id, grant.accessGroupName().orElse(""))));
    }

    private static void near(Printer printer, Near near) {
      printer.say("  Nearest policy " + named(near.policy(), near.description()) + ":");
      near.lacks().forEach(lack -> printer.say("    " + lack));
    }

    private static String named(String id, String name) {
      return name.isEmpty() ? id : id + " (" + name + ")";
    }
  }
}
