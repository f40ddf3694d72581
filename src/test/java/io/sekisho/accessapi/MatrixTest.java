package io.sekisho.accessapi;

import static io.sekisho.accessapi.Bodies.policy;
import static io.sekisho.accessapi.LiveAccess.ACME;
import static io.sekisho.accessapi.LiveAccess.RIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.accessapi.LiveAccess.Caller;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Stamps;
import io.sekisho.permission.Access;
import io.sekisho.permission.Catalogue;
import io.sekisho.permission.Catalogue.Service;
import io.sekisho.permission.Catalogue.SystemRole;
import io.sekisho.permission.Question;
import io.sekisho.web.Https.Answer;
import io.sekisho.web.Route;
import io.sekisho.web.Route.Permission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what: role by role, action by action, and route by route.
class MatrixTest {
  private static final Catalogue CATALOGUE = Catalogue.standard();

  /// Routes of identities that ask for themselves: what a body says is tried where they are made.
  private static final Pattern OTHERS = Pattern.compile("/v1/(serviceids|apikeys)|/v2/accounts/");

  /// What no policy of an account can grant.
  private static final Set<String> OPERATORS_ONLY =
      Set.of(
          "sekisho.audit.export",
          "sekisho.operator-key.list",
          "sekisho.operator-key.create",
          "sekisho.operator-key.delete");

  private static final String IN_ACME = "?account_id=" + ACME;

  @TempDir private static Path directory;
  private static LiveAccess live;
  private static final Map<String, Caller> CALLERS = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    live = new LiveAccess(directory);
  }

  @AfterAll
  static void stop() {
    live.close();
  }

  /// A caller who has one role on one service, and nothing else.
  private static Caller having(Service service, SystemRole role) {
    return CALLERS.computeIfAbsent(
        service.name() + " " + role.crn(),
        _ -> {
          String iamId = "IBMid-" + service.name() + "-" + role.name();
          Answer made =
              live.asOperator()
                  .post("/v2/policies", policy(iamId, role.crn(), "serviceName=" + service.name()));
          assertThat(made.status()).as(made.text()).isEqualTo(201);
          return live.as(iamId);
        });
  }

  @Test
  void everyRoleGrantsWhatTheMatrixSays() {
    StringBuilder matrix = new StringBuilder();
    for (Service service : CATALOGUE.services()) {
      for (String action : new TreeSet<>(service.actions())) {
        String roles =
            service.roles().values().stream()
                .filter(role -> grants(service, role, action))
                .map(SystemRole::name)
                .collect(Collectors.joining(" "));
        matrix.append("%s | %s | %s\n".formatted(service.name(), action, roles));
      }
    }
    Golden.check("matrix", matrix.toString());
  }

  private static boolean grants(Service service, SystemRole role, String action) {
    Stamps now = Stamps.created(LiveAccess.NOW, "IBMid-0");
    Terms terms =
        new Terms(
            Policy.Type.ACCESS,
            Policy.Version.V2,
            List.of(equal("iam_id", "IBMid-ann")),
            List.of(equal("accountId", ACME.value()), equal("serviceName", service.name())),
            List.of(),
            List.of(role.crn()),
            Optional.empty(),
            "");
    Policy policy = new Policy("1", ACME, terms, Policy.State.ACTIVE, now);
    Question question =
        new Question(
            new Question.Identity("IBMid-ann", ACME),
            action,
            new Question.Resource(Map.of("accountId", ACME.value(), "serviceName", service.name())),
            LiveAccess.NOW);
    return Access.of(ACME, List.of(policy), List.of(), List.of()).decide(question).isAllowed();
  }

  private static Condition equal(String key, String value) {
    return new Condition(key, Operator.STRING_EQUALS, List.of(value));
  }

  @Test
  void everyRouteTakesAnActionThatSomeRoleGrants() {
    StringBuilder table = new StringBuilder();
    List<String> nobody = new ArrayList<>();
    for (Route route : live.routes()) {
      String action = route.permission().map(Permission::action).orElse("");
      String roles =
          OPERATORS_ONLY.contains(action)
              ? "operators of the installation"
              : route.permission().isEmpty()
                  ? "anyone"
                  : service(action).roles().values().stream()
                      .filter(role -> role.actions().contains(action))
                      .map(SystemRole::name)
                      .collect(Collectors.joining(" "));
      if (roles.isEmpty()) {
        nobody.add(action + " of " + route.template());
      }
      String inside = route.permission().filter(Permission::inside).isPresent() ? " (each)" : "";
      table.append(
          "%s %s | %s%s | %s\n".formatted(route.method(), route.template(), action, inside, roles));
    }
    assertThat(nobody).isEmpty();
    Golden.check("routes", table.toString());
  }

  private static Service service(String action) {
    String name = action.substring(0, action.indexOf('.'));
    return CATALOGUE.service(name).orElse(CATALOGUE.everywhere());
  }

  @Test
  void everyRouteLetsThroughWhomTheMatrixSaysAndNobodyElse() {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (Route route : closed(false)) {
      String action = route.permission().orElseThrow().action();
      for (Service service : CATALOGUE.services()) {
        for (SystemRole role : service.roles().values()) {
          boolean may = service.equals(service(action)) && role.actions().contains(action);
          int status = ask(having(service, role), route, path(route)).status();
          boolean through = status != 403 && status != 401;
          if (through != may || status >= 500) {
            wrong.add(
                "%s %s as %s of %s: %d"
                    .formatted(
                        route.method(), route.template(), role.name(), service.name(), status));
          }
          asked++;
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(1_000);
  }

  @Test
  void everyRouteWantsToKnowWhoAsks() {
    for (Route route : Stream.concat(closed(false).stream(), closed(true).stream()).toList()) {
      assertThat(ask(live.asNobody(), route, path(route)).status())
          .as(route.template())
          .isEqualTo(401);
    }
  }

  /// Even who may do everything in an account of their own.
  @Test
  void noRouteLeadsToAnotherAccount() {
    String group = made("/v2/groups" + IN_ACME, "{\"name\":\"Devs\"}");
    String secret = made("/v2/policies", policy("IBMid-x", "Viewer", "serviceName=kms"));
    String role =
        made(
            "/v2/roles",
            """
            {"name": "Lister", "display_name": "Lister", "account_id": "%s",
             "service_name": "iam-groups", "actions": ["iam-groups.groups.list"]}
            """
                .formatted(ACME));
    for (String scope : List.of("serviceType=service", "serviceType=platform_service")) {
      made(
          "/v2/policies",
          policy("IBMid-rival", "Administrator", scope).replace(ACME.value(), RIVAL.value()));
    }
    String profile = live.profile("builder").replaceFirst("^iam-", "");
    Map<String, String> ids =
        Map.ofEntries(
            Map.entry("access_group_id", group),
            Map.entry("policy_id", secret),
            Map.entry("id", secret),
            Map.entry("role_id", role),
            Map.entry("ref", "builder"),
            Map.entry("iam_id", "IBMid-x"),
            Map.entry("profile_id", profile),
            Map.entry("account_id", ACME.value()),
            Map.entry("identity_type", "user"));
    for (Route route : Stream.concat(closed(false).stream(), closed(true).stream()).toList()) {
      String path = route.template();
      for (Map.Entry<String, String> id : ids.entrySet()) {
        path = path.replace("{" + id.getKey() + "}", id.getValue());
      }
      path = path.replaceAll("\\{\\w+}", "none");
      if (route.parameters().contains("account_id")) {
        path += IN_ACME;
      }
      boolean named = !path.equals(route.template());
      Answer answer = ask(live.asRival("IBMid-rival"), route, path);
      if (named) {
        assertThat(answer.status()).as(route + " " + answer.text()).isIn(400, 403, 404);
      }
      assertThat(answer.text()).as(route.template()).doesNotContain("IBMid-x", "Devs", "Lister");
    }
    assertThat(live.asOperator().get("/v2/groups/" + group).status()).isEqualTo(200);
    assertThat(live.asOperator().get("/v2/policies/" + secret).at("/state")).isEqualTo("active");
    assertThat(live.asOperator().get("/v2/roles/" + role).status()).isEqualTo(200);
    assertThat(live.asOperator().get("/sekisho/v1/trusted_profiles/builder").status())
        .isEqualTo(200);
  }

  /// Where an operation asks for itself, each is tried with what it is about.
  @Test
  void thoseThatAskForThemselvesLetThroughWhomTheMatrixSays() {
    Set<String> tried = new TreeSet<>();
    String group = made("/v2/groups" + IN_ACME, "{\"name\":\"Seen\"}");
    made(
        "/v2/roles",
        """
        {"name": "Seen", "display_name": "Seen", "account_id": "%s",
         "service_name": "iam-groups", "actions": ["iam-groups.groups.audit"]}
        """
            .formatted(ACME));
    live.user("zoe");
    for (Service service : CATALOGUE.services()) {
      for (SystemRole role : service.roles().values()) {
        Caller caller = having(service, role);
        boolean reads = role.actions().contains("iam.policy.read");
        policies(tried, service, role, reads);
        seen(
            tried,
            "/v2/roles",
            caller.get("/v2/roles"),
            "customRole:Seen",
            role,
            "iam-access-management.customRole.read");
        seen(
            tried,
            "/v2/groups",
            caller.get("/v2/groups" + IN_ACME),
            group,
            role,
            "iam-groups.groups.list");
        explained(tried, caller, role);
      }
    }
    assertThat(tried)
        .isEqualTo(
            closed(true).stream()
                .map(route -> route.method() + " " + route.template())
                .filter(operation -> !OTHERS.matcher(operation).find())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static void seen(
      Set<String> tried, String path, Answer answer, String what, SystemRole role, String action) {
    tried.add("GET " + path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text().contains(what))
        .as("%s of %s", path, role.crn())
        .isEqualTo(role.actions().contains(action));
  }

  private static void explained(Set<String> tried, Caller caller, SystemRole role) {
    String path = "/sekisho/v1/explain/access";
    String action = "iam-access-management.user-access-list.read";
    int status = role.actions().contains(action) ? 200 : 403;
    tried.add("POST " + path);
    tried.add("GET " + path);
    assertThat(
            caller
                .post(
                    path, "{\"who\":\"IBMid-zoe\",\"action\":\"is.vpc.vpc.read\",\"resource\":[]}")
                .status())
        .as(role.crn())
        .isEqualTo(status);
    assertThat(caller.get(path + "?who=IBMid-zoe&action=is.vpc.vpc.read").status())
        .isEqualTo(status);
  }

  private static void policies(Set<String> tried, Service service, SystemRole role, boolean reads) {
    Caller caller = having(service, role);
    String subject = "IBMid-of-" + service.name() + "-" + role.name();
    String body = policy(subject, "Viewer", "serviceName=" + service.name());
    String first = Bodies.first(subject, "Viewer", "serviceName=" + service.name());
    for (String version : List.of("/v1/policies", "/v2/policies")) {
      String open = version.equals("/v1/policies") ? "/{policy_id}" : "/{id}";
      String what = version.equals("/v1/policies") ? first : body;
      String id = made(version, what);
      String one = version + "/" + id;
      expect(tried, "GET " + version + open, caller.get(one), reads ? 200 : 404, role);
      Answer list = caller.get(version + IN_ACME);
      tried.add("GET " + version);
      assertThat(list.text().contains(id)).as(role.crn()).isEqualTo(reads);
      expect(
          tried,
          "PUT " + version + open,
          caller.send("PUT", one, what, "If-Match", "stale"),
          may(role, "iam.policy.update", 412, reads),
          role);
      if (version.equals("/v1/policies")) {
        expect(
            tried,
            "PATCH " + version + open,
            caller.send("PATCH", one, "{\"state\":\"active\"}", "If-Match", "stale"),
            may(role, "iam.policy.update", 412, reads),
            role);
      }
      expect(
          tried,
          "DELETE " + version + open,
          caller.delete(one),
          may(role, "iam.policy.delete", 204, reads),
          role);
      live.asOperator().delete(one);
      Answer made = caller.post(version, what);
      expect(tried, "POST " + version, made, may(role, "iam.policy.create", 201, true), role);
      if (made.status() == 201) {
        live.asOperator().delete(version + "/" + made.at("/id"));
      }
    }
  }

  private static int may(SystemRole role, String action, int done, boolean reads) {
    return role.actions().contains(action) ? done : reads ? 403 : 404;
  }

  private static void expect(
      Set<String> tried, String operation, Answer answer, int status, SystemRole role) {
    tried.add(operation);
    assertThat(answer.status())
        .as("%s as %s: %s", operation, role.crn(), answer.text())
        .isEqualTo(status);
  }

  private static String made(String path, String body) {
    Answer answer = live.asOperator().post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.at("/id");
  }

  /// The routes that not everybody may ask.
  private static List<Route> closed(boolean inside) {
    return live.routes().stream()
        .filter(route -> route.permission().filter(it -> it.inside() == inside).isPresent())
        .toList();
  }

  private static String path(Route route) {
    return route.template().replaceAll("\\{\\w+}", "none");
  }

  private static Answer ask(Caller caller, Route route, String path) {
    return caller.send(route.method(), path, route.contentTypes().isEmpty() ? "" : "{}");
  }
}
