package io.sekisho.clerk;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "api-key",
    aliases = "apikey",
    description = "Make an API key, and print it once.",
    sortOptions = false,
    footer = {
      "",
      "Nobody can read it again, for it is not kept: store it now. Without an owner it",
      "is your own.",
      "",
      "Examples:",
      "  sekisho create api-key ci --service-id ci",
      "  sekisho create api-key laptop --expires-at 2027-01-31T12:00+0000",
      "  sekisho create api-key ci --service-id ci -o json | jq -r .apikey"
    })
final class CreateApiKey implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "What it is called.")
  private String name = "";

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Option(names = "--expires-at", paramLabel = "TIME", description = "When it ends; else never.")
  private Optional<String> expiresAt = Optional.empty();

  @Option(names = "--service-id", paramLabel = "NAME", description = "The service ID it is for.")
  private Optional<String> serviceId = Optional.empty();

  @Option(names = "--user", paramLabel = "EMAIL", description = "The person it is for.")
  private Optional<String> user = Optional.empty();

  @Mixin private Output output = new Output();

  CreateApiKey(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Registry registry = Registry.of(session, output.account());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("iam_id", owner(registry));
    body.put("account_id", registry.account());
    description.ifPresent(it -> body.put("description", it));
    expiresAt.ifPresent(it -> body.put("expires_at", it));
    Registry.Entry made = registry.create(Thing.API_KEY, body, new Whose());
    Printer printer = session.printer();
    output.done(printer, "Created", made);
    if (output.form() == Output.Form.TABLE || output.form() == Output.Form.WIDE) {
      printer.say("");
      printer.say("  " + made.text("apikey"));
      printer.say("");
      printer.say("It is shown this once: store it now.");
    }
  }

  private String owner(Registry registry) {
    if (serviceId.isPresent()) {
      return Whose.of(Thing.SERVICE_ID, serviceId.get()).iamId(registry);
    }
    return user.map(it -> Whose.of(Thing.USER, it)).orElse(Whose.self()).iamId(registry);
  }
}
