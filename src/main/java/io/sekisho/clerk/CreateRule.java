package io.sekisho.clerk;

import io.sekisho.cli.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rule",
    description = "Let whoever has certain claims assume a profile, or be in a group.",
    sortOptions = false,
    footer = {
      "",
      "The file has the rule in YAML or JSON as IBM's API names its members:",
      "",
      "  type: Profile-SAML",
      "  realm_name: https://idp.example.com",
      "  expiration: 3600",
      "  conditions: [{claim: groups, operator: CONTAINS, value: '\"ops\"'}]",
      "",
      "Examples:",
      "  sekisho create rule staff --profile reader -f rule.yaml",
      "  sekisho create rule staff --group ops -f rule.yaml"
    })
final class CreateRule implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "What it is called.")
  private String name = "";

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The rule; - reads standard input.")
  private String file = "";

  @Mixin private Whose whose = new Whose();
  @Mixin private Output output = new Output();

  CreateRule(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Registry registry = Registry.of(session, output.account());
    Map<String, Object> body = new LinkedHashMap<>(Paper.read(session, file));
    body.put("name", name);
    output.done(session.printer(), "Created", registry.create(Thing.RULE, body, whose));
  }
}
