package io.sekisho.clerk;

import io.sekisho.cli.Session;
import io.sekisho.client.Failure;
import io.sekisho.client.Iam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `sekisho add member` and `sekisho remove member`.
final class MemberCommand {
  private MemberCommand() {}

  @Command(
      name = "add",
      description = "Put somebody into an access group.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {"", "Example:", "  sekisho add member ops --user ada@acme.example"})
  private static final class AddRoot {}

  @Command(
      name = "remove",
      description = "Take somebody out of an access group.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {"", "Example:", "  sekisho remove member ops --user ada@acme.example"})
  private static final class RemoveRoot {}

  static CommandLine adding(Session session) {
    return new CommandLine(new AddRoot()).addSubcommand(new Add(session));
  }

  static CommandLine removing(Session session) {
    return new CommandLine(new RemoveRoot()).addSubcommand(new Remove(session));
  }

  /// What both take.
  private static final class Which {
    @Parameters(paramLabel = "GROUP", description = "The access group's name or id.")
    private String group = "";

    @Option(names = "--user", paramLabel = "EMAIL", description = "A person.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--service-id", paramLabel = "NAME", description = "A service ID.")
    private Optional<String> serviceId = Optional.empty();

    @Option(
        names = {"--profile", "--trusted-profile"},
        paramLabel = "NAME",
        description = "A trusted profile.")
    private Optional<String> profile = Optional.empty();

    @Option(
        names = "--account",
        paramLabel = "NAME",
        description = "In which account an operator asks; else the context's.")
    private Optional<String> account = Optional.empty();

    /// Where a group's members are.
    private String path(Registry registry) {
      return "/v2/groups/" + registry.find(Thing.ACCESS_GROUP, group).id() + "/members";
    }

    /// What IBM calls the kind of identity that is named.
    private String type() {
      return user.isPresent() ? "user" : serviceId.isPresent() ? "service" : "profile";
    }

    private String iamId(Registry registry) {
      return user.map(it -> Whose.of(Thing.USER, it))
          .or(() -> serviceId.map(it -> Whose.of(Thing.SERVICE_ID, it)))
          .or(() -> profile.map(it -> Whose.of(Thing.TRUSTED_PROFILE, it)))
          .orElseThrow(
              () -> Failure.mistyped("Say who: one of --user, --service-id and --profile."))
          .iamId(registry);
    }

    private String name() {
      return user.or(() -> serviceId).or(() -> profile).orElse("");
    }
  }

  @Command(
      name = "member",
      description = "Put a user, a service ID or a trusted profile into an access group.",
      sortOptions = false,
      footer = {
        "",
        "The group's policies are theirs from then on.",
        "",
        "Examples:",
        "  sekisho add member ops --user ada@acme.example",
        "  sekisho add member ops --profile reader"
      })
  private static final class Add implements Runnable {
    private final Session session;
    @Mixin private Which which = new Which();

    private Add(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      Registry registry = Registry.of(session, which.account);
      Map<String, String> member = Map.of("iam_id", which.iamId(registry), "type", which.type());
      JsonNode answer =
          registry.iam().send("PUT", which.path(registry), Map.of("members", List.of(member)));
      // Each member has a result of its own, in an answer that is no refusal.
      JsonNode result = answer.at("/members/0");
      if (result.path("status_code").asInt(0) / 100 != 2) {
        throw new Failure(result.at("/errors/0/message").asString("It was refused."));
      }
      session.printer().say("%s is in %s.".formatted(which.name(), which.group));
    }
  }

  @Command(
      name = "member",
      description = "Take somebody out of an access group.",
      sortOptions = false,
      footer = {"", "Example:", "  sekisho remove member ops --user ada@acme.example"})
  private static final class Remove implements Runnable {
    private final Session session;
    @Mixin private Which which = new Which();

    private Remove(Session session) {
      this.session = session;
    }

    @Override
    public void run() {
      Registry registry = Registry.of(session, which.account);
      String member = Iam.encoded(which.iamId(registry));
      registry.iam().delete(which.path(registry) + "/" + member);
      session.printer().say("%s is no longer in %s.".formatted(which.name(), which.group));
    }
  }
}
