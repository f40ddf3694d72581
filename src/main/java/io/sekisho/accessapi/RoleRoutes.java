package io.sekisho.accessapi;

import static io.sekisho.accessapi.Answers.ACCOUNT;
import static io.sekisho.accessapi.Answers.JSON;

import io.sekisho.access.CustomRoles;
import io.sekisho.access.CustomRoles.Said;
import io.sekisho.access.Permissions;
import io.sekisho.control.Kept;
import io.sekisho.control.Reach;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Role;
import io.sekisho.permission.Catalogue;
import io.sekisho.permission.Catalogue.Service;
import io.sekisho.permission.Catalogue.SystemRole;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Parameters;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Roles: those that every account has, and an account's own.
final class RoleRoutes {
  private static final String ROLES = "/v2/roles";
  private static final String ROLE = ROLES + "/{role_id}";
  private static final String READ = "iam-access-management.customRole.read";
  private static final String TYPE = "customRole";

  private final Reach reach;
  private final CustomRoles roles;
  private final Permissions permissions;

  RoleRoutes(Reach reach, CustomRoles roles, Permissions permissions) {
    this.reach = reach;
    this.roles = roles;
    this.permissions = permissions;
  }

  List<Route> table() {
    return List.of(
        route("GET", ROLES, "read", this::list)
            .deciding()
            .with(
                Set.of(
                    ACCOUNT,
                    "service_name",
                    "source_service_name",
                    "policy_type",
                    "service_group_id"))
            .answering(200, Collection.class),
        route("POST", ROLES, "create", this::create)
            .taking(JSON, NewRole.class)
            .answering(201, CustomBody.class),
        route("GET", ROLE, "read", this::get).about(TYPE).answering(200, CustomBody.class),
        route("PUT", ROLE, "update", this::replace)
            .about(TYPE)
            .taking(JSON, RoleChange.class)
            .versioned()
            .answering(200, CustomBody.class),
        route("DELETE", ROLE, "delete", this::delete).about(TYPE).silent());
  }

  private static Route route(String method, String path, String verb, Route.Operation operation) {
    return Route.of(method, path, "iam-access-management.customRole." + verb, operation)
        .refusing(Answers.ROLES, Answers.Refusal.class);
  }

  /// The body that makes a role.
  record NewRole(
      String displayName,
      List<String> actions,
      String name,
      String accountId,
      String serviceName,
      Optional<String> description) {}

  /// The body that changes one.
  record RoleChange(String displayName, List<String> actions, Optional<String> description) {}

  /// A role that every account has.
  record RoleBody(String displayName, String description, List<String> actions, String crn) {
    static RoleBody of(SystemRole role) {
      return new RoleBody(
          role.displayName(), role.description(), List.copyOf(role.actions()), role.crn());
    }
  }

  /// A role of an account.
  record CustomBody(
      String id,
      String displayName,
      String description,
      List<String> actions,
      String crn,
      String name,
      String accountId,
      String serviceName,
      String createdAt,
      String createdById,
      String lastModifiedAt,
      String lastModifiedById,
      String href) {
    static CustomBody of(Role it, Call call) {
      return new CustomBody(
          it.id(),
          it.displayName(),
          it.description(),
          it.actions(),
          it.crn().toString(),
          it.name(),
          it.account().value(),
          it.service(),
          Answers.time(it.stamps().created().at()),
          it.stamps().created().by(),
          Answers.time(it.stamps().modified().at()),
          it.stamps().modified().by(),
          call.href(ROLES + "/" + it.id()));
    }
  }

  /// All of them.
  record Collection(
      List<CustomBody> customRoles, List<RoleBody> serviceRoles, List<RoleBody> systemRoles) {}

  /// What every account has, everybody may know; an account's own, who may read these.
  private Outcome<Reply> list(Call call) {
    Optional<String> name = call.parameter("service_name");
    Optional<String> group = call.parameter("service_group_id");
    if (name.isPresent() && group.isPresent()) {
      return Parameters.invalid("service_group_id", "Give service_name or service_group_id.");
    }
    Optional<Service> service = name.flatMap(Catalogue.standard()::service);
    if (name.isPresent() && service.isEmpty()) {
      List<String> known = Catalogue.standard().services().stream().map(Service::name).toList();
      return Parameters.invalid(
          "service_name",
          "There is no service %s.%s".formatted(name.get(), Nearest.question(name.get(), known)));
    }
    Optional<String> account =
        call.parameter(ACCOUNT).or(() -> call.by().account().map(AccountId::value));
    Outcome<List<CustomBody>> custom =
        account
            .map(id -> reach.account(id, call.by()).map(found -> custom(call, found, name)))
            .orElseGet(() -> Outcome.of(List.of()));
    Service shown = service.orElse(Catalogue.standard().everywhere());
    return custom.map(
        own ->
            Reply.json(
                200,
                new Collection(
                    own,
                    shown.name().isEmpty() ? List.of() : system(shown, false),
                    system(shown, true))));
  }

  private List<CustomBody> custom(Call call, AccountId account, Optional<String> service) {
    return permissions.refusal(call.by(), READ, Map.of()).isPresent()
        ? List.of()
        : roles.all(account).stream()
            .map(Kept::value)
            .filter(role -> service.stream().allMatch(role.service()::equals))
            .map(role -> CustomBody.of(role, call))
            .toList();
  }

  private static List<RoleBody> system(Service service, boolean platform) {
    return service.roles().values().stream()
        .filter(role -> role.platform() == platform)
        .map(RoleBody::of)
        .toList();
  }

  private Outcome<Reply> create(Call call) {
    return Documents.read(
            call.body(), NewRole.class, "display_name", "actions", "name", ACCOUNT, "service_name")
        .then(
            body ->
                reach
                    .account(body.accountId, call.by())
                    .then(
                        account ->
                            roles.create(
                                account,
                                body.name,
                                body.serviceName,
                                said(body.displayName, body.description, body.actions),
                                call.by())))
        .map(held -> shown(201, held, call));
  }

  private Outcome<Reply> replace(Call call) {
    return Documents.read(call.body(), RoleChange.class, "display_name", "actions")
        .then(
            body ->
                call.version()
                    .then(
                        version ->
                            roles.replace(
                                call.resource(),
                                version,
                                said(body.displayName, body.description, body.actions),
                                call.by())))
        .map(held -> shown(200, held, call));
  }

  private Outcome<Reply> get(Call call) {
    return roles.get(call.resource(), call.by()).map(held -> shown(200, held, call));
  }

  private Outcome<Reply> delete(Call call) {
    return roles.delete(call.resource(), call.by()).map(_ -> Reply.noContent());
  }

  private static Said said(String name, Optional<String> description, List<String> actions) {
    return new Said(name, description.orElse(""), actions);
  }

  private static Reply shown(int status, Kept<Role> held, Call call) {
    return Reply.json(status, CustomBody.of(held.value(), call)).with("ETag", held.tag());
  }
}
