package io.sekisho.clerk;

import io.sekisho.cli.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "role",
    description = "Make a role of the account's own, for policies about one service.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  sekisho create role Restarter --service is \\",
      "    --action is.instance.instance.read --action is.instance.instance.operate"
    })
final class CreateRole implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "Letters and digits, the first a capital.")
  private String name = "";

  @Option(
      names = "--service",
      required = true,
      paramLabel = "NAME",
      description = "The service that it is for, such as is.")
  private String service = "";

  @Option(
      names = "--action",
      required = true,
      paramLabel = "ACTION",
      description = "What it lets do; as often as needed.")
  private List<String> actions = new ArrayList<>();

  @Option(
      names = "--display-name",
      paramLabel = "TEXT",
      description = "What people read; its name unless given.")
  private Optional<String> displayName = Optional.empty();

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Mixin private Output output = new Output();

  CreateRole(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Registry registry = Registry.of(session, output.account());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("display_name", displayName.orElse(name));
    body.put("service_name", service);
    body.put("actions", actions);
    body.put("account_id", registry.account());
    description.ifPresent(it -> body.put("description", it));
    output.done(session.printer(), "Created", registry.create(Thing.ROLE, body, new Whose()));
  }
}
