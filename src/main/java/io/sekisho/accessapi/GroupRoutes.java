package io.sekisho.accessapi;

import static io.sekisho.accessapi.Answers.ACCOUNT;
import static io.sekisho.accessapi.Answers.JSON;

import io.sekisho.access.AccessGroups;
import io.sekisho.access.Members;
import io.sekisho.access.Permissions;
import io.sekisho.control.Kept;
import io.sekisho.control.Reach;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Access groups themselves, and the account's settings for them.
///
/// There is no group of everybody (IBM's Public Access): nothing here is open to those who are not
/// known.
final class GroupRoutes {
  static final String GROUPS = "/v2/groups";
  static final String GROUP = GROUPS + "/{access_group_id}";

  /// What policies call it.
  static final String TYPE = "group";

  private static final String SETTINGS = GROUPS + "/settings";
  private static final String LIST = "iam-groups.groups.list";

  private final Reach reach;
  private final AccessGroups groups;
  private final Permissions permissions;

  GroupRoutes(Reach reach, AccessGroups groups, Permissions permissions) {
    this.reach = reach;
    this.groups = groups;
    this.permissions = permissions;
  }

  List<Route> table() {
    return List.of(
        route("GET", SETTINGS, "account-settings.read", this::settings)
            .with(Set.of(ACCOUNT))
            .answering(200, Settings.class),
        route("PATCH", SETTINGS, "account-settings.update", this::changeSettings)
            .with(Set.of(ACCOUNT))
            .taking(JSON, SettingsChange.class)
            .answering(200, Settings.class),
        route("POST", GROUPS, "groups.create", this::create)
            .with(Set.of(ACCOUNT))
            .taking(JSON, GroupChange.class)
            .answering(201, GroupBody.class),
        route("GET", GROUPS, "groups.list", this::list)
            .deciding()
            .with(
                Set.of(
                    ACCOUNT,
                    "iam_id",
                    "search",
                    "membership_type",
                    "limit",
                    "offset",
                    "sort",
                    "show_federated",
                    "hide_public_access",
                    "show_crn"))
            .answering(200, GroupPage.class),
        route("GET", GROUP, "groups.read", this::get)
            .about(TYPE)
            .with(Set.of("show_federated", "show_crn"))
            .answering(200, GroupBody.class),
        route("PATCH", GROUP, "groups.update", this::update)
            .about(TYPE)
            .taking(JSON, GroupChange.class)
            .versioned()
            .answering(200, GroupBody.class),
        route("DELETE", GROUP, "groups.delete", this::delete)
            .about(TYPE)
            .with(Set.of("force"))
            .silent());
  }

  static Route route(String method, String path, String action, Route.Operation operation) {
    return Route.of(method, path, "iam-groups." + action, operation)
        .refusing(Answers.GROUPS, Answers.Refusal.class);
  }

  /// What is said of a group.
  record GroupChange(Optional<String> name, Optional<String> description) {}

  /// A group as IBM shows one.
  record GroupBody(
      String id,
      String name,
      String description,
      String accountId,
      String createdAt,
      String createdById,
      String lastModifiedAt,
      String lastModifiedById,
      String href,
      Optional<Boolean> isFederated,
      Optional<String> crn) {
    static GroupBody of(AccessGroup it, Call call, boolean federated, boolean crn) {
      return new GroupBody(
          it.id(),
          it.name(),
          it.description(),
          it.account().value(),
          Answers.time(it.stamps().created().at()),
          it.stamps().created().by(),
          Answers.time(it.stamps().modified().at()),
          it.stamps().modified().by(),
          call.href(GROUPS + "/" + it.id()),
          federated ? Optional.of(!it.rules().isEmpty()) : Optional.empty(),
          crn
              ? Optional.of(
                  new Crn("iam-groups", "", it.account(), "access-group", it.id()).toString())
              : Optional.empty());
    }
  }

  /// A page of groups.
  record GroupPage(
      int limit,
      int offset,
      int totalCount,
      Offsets.Link first,
      Optional<Offsets.Link> previous,
      Optional<Offsets.Link> next,
      Offsets.Link last,
      List<GroupBody> groups) {}

  /// The account's settings for access groups.
  record Settings(String accountId, boolean publicAccessEnabled) {}

  /// What may be changed of these.
  record SettingsChange(Optional<Boolean> publicAccessEnabled) {}

  private Outcome<Reply> create(Call call) {
    return account(call)
        .then(
            account ->
                Documents.read(call.body(), GroupChange.class, "name")
                    .then(
                        body ->
                            groups.create(
                                account,
                                body.name.orElse(""),
                                body.description.orElse(""),
                                call.by())))
        .map(held -> shown(201, held, call, false, false));
  }

  private Outcome<Reply> get(Call call) {
    return call.parameters()
        .flag("show_federated")
        .then(
            federated ->
                call.parameters()
                    .flag("show_crn")
                    .then(
                        crn ->
                            groups
                                .get(call.resource(), call.by())
                                .map(held -> shown(200, held, call, federated, crn))));
  }

  private Outcome<Reply> update(Call call) {
    return Documents.read(call.body(), GroupChange.class)
        .then(
            body ->
                call.version()
                    .then(
                        version ->
                            groups.update(
                                call.resource(), version, body.name, body.description, call.by())))
        .map(held -> shown(200, held, call, false, false));
  }

  private Outcome<Reply> delete(Call call) {
    return call.parameters()
        .flag("force")
        .then(force -> groups.delete(call.resource(), force, call.by()))
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> list(Call call) {
    return account(call).then(account -> Offsets.of(call).then(page -> list(call, account, page)));
  }

  private Outcome<Reply> list(Call call, AccountId account, Offsets page) {
    return call.parameters()
        .word("sort", "name", List.of("id", "name", "description", "is_federated"))
        .then(
            sort ->
                call.parameters()
                    .flag("show_federated")
                    .then(
                        federated ->
                            call.parameters()
                                .flag("show_crn")
                                .map(
                                    crn -> {
                                      List<GroupBody> all =
                                          found(call, account).stream()
                                              .sorted(order(sort))
                                              .map(it -> GroupBody.of(it, call, federated, crn))
                                              .toList();
                                      return page(call, page, all);
                                    })));
  }

  private static Reply page(Call call, Offsets page, List<GroupBody> all) {
    return Reply.json(
        200,
        new GroupPage(
            page.limit(),
            page.offset(),
            all.size(),
            page.first(call, GROUPS),
            page.previous(call, GROUPS),
            page.next(call, GROUPS, all.size()),
            page.last(call, GROUPS, all.size()),
            page.of(all)));
  }

  private List<AccessGroup> found(Call call, AccountId account) {
    Optional<String> member = call.parameter("iam_id");
    boolean byHand = !call.parameter("membership_type").equals(Optional.of("dynamic"));
    return groups.all(account).stream()
        .filter(it -> member.stream().allMatch(id -> byHand && Members.has(it, id)))
        .filter(it -> call.parameter("search").stream().allMatch(text -> matches(it, text)))
        .filter(it -> permissions.refusal(call.by(), LIST, about(it)).isEmpty())
        .toList();
  }

  private static Map<String, String> about(AccessGroup group) {
    return Map.of("resourceType", TYPE, "resource", group.id());
  }

  /// `id:`, `name:` or `description:`, and a part of it; or a part of any of them.
  private static boolean matches(AccessGroup group, String search) {
    String text = search.toLowerCase(Locale.ROOT);
    Map<String, String> members =
        Map.of("id", group.id(), "name", group.name(), "description", group.description());
    int colon = text.indexOf(':');
    String member = colon < 0 ? "" : text.substring(0, colon);
    return members.containsKey(member)
        ? has(members.getOrDefault(member, ""), text.substring(colon + 1))
        : members.values().stream().anyMatch(value -> has(value, text));
  }

  private static boolean has(String value, String part) {
    return value.toLowerCase(Locale.ROOT).contains(part);
  }

  private static Comparator<AccessGroup> order(String sort) {
    Comparator<AccessGroup> order =
        switch (sort) {
          case "id" -> Comparator.comparing(AccessGroup::id);
          case "description" -> Comparator.comparing(AccessGroup::description);
          case "is_federated" -> Comparator.comparing(it -> it.rules().isEmpty());
          default -> Comparator.comparing(it -> it.name().toLowerCase(Locale.ROOT));
        };
    return order.thenComparing(AccessGroup::id);
  }

  private Outcome<Reply> settings(Call call) {
    return account(call).map(account -> Reply.json(200, new Settings(account.value(), false)));
  }

  private Outcome<Reply> changeSettings(Call call) {
    return account(call)
        .then(
            account ->
                Documents.read(call.body(), SettingsChange.class)
                    .then(
                        change ->
                            change.publicAccessEnabled.orElse(false)
                                ? Outcome.refuse(
                                    Problem.of(
                                            Code.INVALID_VALUE,
                                            "Public access can't be enabled: nothing here is open"
                                                + " to those who are not known.")
                                        .field("public_access_enabled"))
                                : Outcome.of(
                                    Reply.json(200, new Settings(account.value(), false)))));
  }

  private Outcome<AccountId> account(Call call) {
    return call.parameters().required(ACCOUNT).then(named -> reach.account(named, call.by()));
  }

  private static Reply shown(
      int status, Kept<AccessGroup> held, Call call, boolean federated, boolean crn) {
    return Reply.json(status, GroupBody.of(held.value(), call, federated, crn))
        .with("ETag", held.tag());
  }
}
