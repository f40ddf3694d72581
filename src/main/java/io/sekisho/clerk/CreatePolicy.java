package io.sekisho.clerk;

import io.sekisho.cli.Session;
import io.sekisho.client.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "policy",
    description = "Let somebody do something.",
    sortOptions = false,
    footer = {
      "",
      "With a file, it says all of the policy as IBM's API v2 does, and options count",
      "beside it. `sekisho get roles` shows the roles there are.",
      "",
      "Examples:",
      "  sekisho create policy --profile reader --role Viewer --service is",
      "  sekisho create policy --user ada@acme.example --role Administrator",
      "  sekisho create policy --group ops --role Operator --service is \\",
      "    --resource resourceType=instance --resource 'instanceId=*'",
      "  sekisho create policy --service-id ci -f policy.yaml"
    })
final class CreatePolicy implements Runnable {
  private final Session session;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "A role's name, id or CRN; as often as needed.")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "Such as is or iam-identity; else every service.")
  private Optional<String> service = Optional.empty();

  @Option(
      names = "--resource",
      paramLabel = "KEY=VALUE",
      description = "Only where it is so; * in a value stands for anything.")
  private Map<String, String> resource = new LinkedHashMap<>();

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The policy in YAML or JSON; - reads standard input.")
  private Optional<String> file = Optional.empty();

  @Mixin private Whose whose = new Whose();
  @Mixin private Output output = new Output();

  CreatePolicy(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Registry registry = Registry.of(session, output.account());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "access");
    file.ifPresent(it -> body.putAll(Paper.read(session, it)));
    if (!whose.isNobody() || file.isEmpty()) {
      Whose.Subject subject = whose.subject(registry);
      body.put(
          "subject",
          Map.of("attributes", List.of(condition(subject.key(), "stringEquals", subject.id()))));
    }
    if (file.isEmpty() || service.isPresent() || !resource.isEmpty()) {
      body.put("resource", Map.of("attributes", attributes(registry)));
    }
    if (!roles.isEmpty()) {
      List<Map<String, String>> granted =
          roles.stream().map(role -> Map.of("role_id", crn(registry, role))).toList();
      body.put("control", Map.of("grant", Map.of("roles", granted)));
    } else if (file.isEmpty()) {
      throw Failure.mistyped("Say which role with --role, such as Viewer.");
    }
    description.ifPresent(it -> body.put("description", it));
    output.done(session.printer(), "Created", registry.create(Thing.POLICY, body, new Whose()));
  }

  private List<Object> attributes(Registry registry) {
    List<Object> all = new ArrayList<>();
    all.add(condition("accountId", "stringEquals", registry.account()));
    service.ifPresent(it -> all.add(condition("serviceName", "stringEquals", it)));
    if (service.isEmpty() && resource.isEmpty()) {
      all.add(condition("serviceType", "stringEquals", "service"));
    }
    resource.forEach(
        (key, value) ->
            all.add(condition(key, value.contains("*") ? "stringMatch" : "stringEquals", value)));
    return all;
  }

  private static Map<String, String> condition(String key, String operator, String value) {
    return Map.of("key", key, "operator", operator, "value", value);
  }

  /// Roles of the service come first: several have one of the same name.
  private String crn(Registry registry, String role) {
    if (role.startsWith("crn:")) {
      return role;
    }
    String query = service.map(it -> "&service_name=" + Registry.encoded(it)).orElse("");
    return registry
        .iam()
        .all("/v2/roles?account_id=" + registry.account() + query, Thing.ROLE.members())
        .stream()
        .map(each -> new Registry.Entry(registry, Thing.ROLE, each))
        .filter(each -> each.isCalled(role) || each.title().equalsIgnoreCase(role))
        .findFirst()
        .map(each -> each.text("crn"))
        .orElseThrow(
            () ->
                new Failure(
                    "There is no role %s%s; `sekisho get roles` shows what there is."
                        .formatted(role, service.map(it -> " of service " + it).orElse(""))));
  }
}
