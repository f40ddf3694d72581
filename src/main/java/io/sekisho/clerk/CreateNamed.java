package io.sekisho.clerk;

import io.sekisho.cli.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "Make one in the account.",
    sortOptions = false,
    footer = {
      "",
      "What else there is to say stands in a file, in YAML or JSON, as IBM's API names",
      "it; what is given beside it counts.",
      "",
      "Examples:",
      "  sekisho create service-id ci --description 'builds and deploys'",
      "  sekisho create trusted-profile reader",
      "  sekisho create access-group admins",
      "  sekisho create identity-provider https://idp.example.com -f idp.yaml"
    })
final class CreateNamed implements Runnable {
  private final Session session;
  private final Thing thing;

  @Parameters(paramLabel = "NAME", description = "What it is called; of an IdP, its realm.")
  private String name = "";

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "What else it is; - reads standard input.")
  private Optional<String> file = Optional.empty();

  @Mixin private Output output = new Output();

  CreateNamed(Session session, Thing thing) {
    this.session = session;
    this.thing = thing;
  }

  @Override
  public void run() {
    Registry registry = Registry.of(session, output.account());
    Map<String, Object> body = new LinkedHashMap<>();
    file.ifPresent(it -> body.putAll(Paper.read(session, it)));
    body.put(thing.title(), name);
    description.ifPresent(it -> body.put("description", it));
    String path = thing.path().replaceFirst("\\?.*", "");
    if (thing == Thing.SERVICE_ID || thing == Thing.TRUSTED_PROFILE) {
      body.put("account_id", registry.account());
    } else {
      path += "?account_id=" + registry.account();
    }
    output.done(
        session.printer(),
        "Created",
        new Registry.Entry(registry, thing, registry.iam().send("POST", path, body)));
  }
}
