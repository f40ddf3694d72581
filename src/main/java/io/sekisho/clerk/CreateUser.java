package io.sekisho.clerk;

import io.sekisho.cli.Session;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "user",
    aliases = "person",
    description = "Take a person into the account.",
    sortOptions = false,
    footer = {"", "Example:", "  sekisho create user ada@acme.example"})
final class CreateUser implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "EMAIL", description = "By which the person is known.")
  private String email = "";

  @Mixin private Output output = new Output();

  CreateUser(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Registry registry = Registry.of(session, output.account());
    Map<String, Object> body = Map.of("users", List.of(Map.of("email", email)));
    JsonNode answer = registry.create(Thing.USER, body, new Whose()).document();
    String id = answer.at("/resources/0/id").asString("");
    output.done(session.printer(), "Created", registry.find(Thing.USER, id));
  }
}
