package io.sekisho.accessapi;

import static io.sekisho.accessapi.Answers.ACCOUNT;
import static io.sekisho.accessapi.Answers.JSON;

import io.sekisho.access.CustomRoles;
import io.sekisho.access.Policies;
import io.sekisho.access.Policies.Written;
import io.sekisho.access.PolicyFilter;
import io.sekisho.access.PolicyFilter.Sort;
import io.sekisho.access.PolicyList;
import io.sekisho.access.PolicyList.Listed;
import io.sekisho.access.Uses;
import io.sekisho.control.Kept;
import io.sekisho.control.Reach;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Cursor;
import io.sekisho.web.Cursor.Link;
import io.sekisho.web.Documents;
import io.sekisho.web.Parameters;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Policies in both versions of IBM's API. Every one of these asks for permission itself: what a
/// policy is about decides who may touch it.
final class PolicyRoutes {
  private static final String V1 = "/v1/policies";
  private static final String V2 = "/v2/policies";
  private static final Set<String> V1_FILTERS =
      Set.of(
          ACCOUNT,
          "iam_id",
          "access_group_id",
          "type",
          "service_type",
          "tag_name",
          "tag_value",
          "sort",
          "format",
          "state",
          "limit",
          "start");
  private static final Set<String> V2_FILTERS =
      Set.of(
          ACCOUNT,
          "iam_id",
          "access_group_id",
          "type",
          "service_type",
          "service_name",
          "service_group_id",
          "sort",
          "format",
          "state",
          "limit",
          "start");

  /// Clients that know of no pages get this many at once.
  private static final int MOST = 1_000;

  private final Reach reach;
  private final Policies policies;
  private final PolicyList list;
  private final CustomRoles roles;
  private final Uses uses;

  PolicyRoutes(Reach reach, Policies policies, PolicyList list, CustomRoles roles, Uses uses) {
    this.reach = reach;
    this.policies = policies;
    this.list = list;
    this.roles = roles;
    this.uses = uses;
  }

  List<Route> table() {
    return List.of(
        route("GET", V1, "iam.policy.read", call -> list(call, V1, this::first))
            .with(V1_FILTERS)
            .answering(200, page(PolicyV1.class)),
        route("POST", V1, "iam.policy.create", this::createFirst)
            .taking(JSON, PolicyV1.class)
            .answering(201, PolicyV1.class),
        route("GET", V1 + "/{policy_id}", "iam.policy.read", this::getFirst)
            .answering(200, PolicyV1.class),
        route("PUT", V1 + "/{policy_id}", "iam.policy.update", this::replaceFirst)
            .taking(JSON, PolicyV1.class)
            .versioned()
            .answering(200, PolicyV1.class),
        route("PATCH", V1 + "/{policy_id}", "iam.policy.update", this::state)
            .taking(JSON, Change.class)
            .versioned()
            .answering(200, PolicyV1.class),
        route("DELETE", V1 + "/{policy_id}", "iam.policy.delete", this::delete).silent(),
        route("GET", V2, "iam.policy.read", call -> list(call, V2, this::second))
            .with(V2_FILTERS)
            .answering(200, page(PolicyV2.class)),
        route("POST", V2, "iam.policy.create", this::createSecond)
            .taking(JSON, PolicyV2.class)
            .answering(201, PolicyV2.class),
        route("GET", V2 + "/{id}", "iam.policy.read", this::getSecond)
            .with(Set.of("format"))
            .answering(200, PolicyV2.class),
        route("PUT", V2 + "/{id}", "iam.policy.update", this::replaceSecond)
            .taking(JSON, PolicyV2.class)
            .versioned()
            .answering(200, PolicyV2.class),
        route("DELETE", V2 + "/{id}", "iam.policy.delete", this::delete).silent());
  }

  private static Shape page(Class<?> policy) {
    return Shape.member("limit", int.class)
        .with("first", Link.class)
        .with("next", Link.class)
        .with("policies", new Shape.Several(policy));
  }

  private static Route route(String method, String path, String action, Route.Operation operation) {
    return Route.of(method, path, action, operation)
        .deciding()
        .refusing(Answers.POLICIES, Answers.Refusal.class);
  }

  /// A policy in one of the versions.
  @FunctionalInterface
  private interface View {
    Object of(Kept<Policy> held, Shown shown, Call call);
  }

  private Object first(Kept<Policy> held, Shown shown, Call call) {
    return PolicyV1.of(held, shown, call);
  }

  private Object second(Kept<Policy> held, Shown shown, Call call) {
    return PolicyV2.of(held, shown, call);
  }

  private Outcome<Reply> createFirst(Call call) {
    return Documents.read(call.body(), PolicyV1.class, "type", "subjects", "roles", "resources")
        .then(PolicyV1::proposal)
        .then(proposal -> policies.create(proposal, call.by()))
        .map(written -> written(201, written, this::first, call));
  }

  private Outcome<Reply> replaceFirst(Call call) {
    return Documents.read(call.body(), PolicyV1.class, "type", "subjects", "roles", "resources")
        .then(PolicyV1::proposal)
        .then(
            proposal ->
                call.version()
                    .then(
                        version -> policies.replace(call.resource(), version, proposal, call.by())))
        .map(written -> written(200, written, this::first, call));
  }

  private Outcome<Reply> createSecond(Call call) {
    return Documents.read(call.body(), PolicyV2.class, "type", "control")
        .then(PolicyV2::proposal)
        .then(proposal -> policies.create(proposal, call.by()))
        .map(written -> written(201, written, this::second, call));
  }

  private Outcome<Reply> replaceSecond(Call call) {
    return Documents.read(call.body(), PolicyV2.class, "type", "control")
        .then(PolicyV2::proposal)
        .then(
            proposal ->
                call.version()
                    .then(
                        version -> policies.replace(call.resource(), version, proposal, call.by())))
        .map(written -> written(200, written, this::second, call));
  }

  /// What may be changed of a policy without saying it anew.
  record Change(String state) {}

  private Outcome<Reply> state(Call call) {
    return Documents.read(call.body(), Change.class, "state")
        .then(change -> state("state", change.state))
        .then(
            state ->
                call.version()
                    .then(version -> policies.state(call.resource(), version, state, call.by())))
        .map(written -> written(200, written, this::first, call));
  }

  private Outcome<Reply> delete(Call call) {
    return policies.delete(call.resource(), call.by()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> getFirst(Call call) {
    return policies
        .get(call.resource(), call.by())
        .map(held -> shown(200, held, this::first, call));
  }

  private Outcome<Reply> getSecond(Call call) {
    return call.parameters()
        .word("format", "", Shown.FORMATS)
        .then(_ -> policies.get(call.resource(), call.by()))
        .map(held -> shown(200, held, this::second, call));
  }

  private Reply written(int status, Written written, View view, Call call) {
    return switch (written) {
      case Written.Stored(Kept<Policy> held) -> shown(status, held, view, call);
      case Written.Duplicate duplicate ->
          Answers.conflict(
              duplicate.problem(),
              duplicate.other().value().id(),
              duplicate.other().tag(),
              call.by().trace());
    };
  }

  private Reply shown(int status, Kept<Policy> held, View view, Call call) {
    Shown shown = shown(call, held.value().account());
    return Reply.json(status, view.of(held, shown, call)).with("ETag", held.tag());
  }

  private Shown shown(Call call, AccountId account) {
    return new Shown(call.parameter("format").orElse(""), account, roles, uses);
  }

  /// A page of policies.
  record Page(int limit, Link first, Optional<Link> next, List<Object> policies) {}

  private Outcome<Reply> list(Call call, String path, View view) {
    return call.parameters()
        .required(ACCOUNT)
        .then(named -> reach.account(named, call.by()))
        .then(
            account ->
                call.parameters()
                    .word("format", "", Shown.FORMATS)
                    .then(_ -> filter(call))
                    .then(
                        filter ->
                            list.page(account, filter, call.by())
                                .map(
                                    listed ->
                                        new Page(
                                            filter.limit(),
                                            Cursor.first(call, path),
                                            listed.next().map(it -> Cursor.next(call, path, it)),
                                            all(call, account, listed, view)))))
        .map(page -> Reply.json(200, page));
  }

  private List<Object> all(Call call, AccountId account, Listed listed, View view) {
    Shown shown = shown(call, account);
    return listed.policies().stream().map(held -> view.of(held, shown, call)).toList();
  }

  private static Outcome<PolicyFilter> filter(Call call) {
    String sort = call.parameter("sort").orElse("created_at");
    boolean descending = sort.startsWith("-");
    Optional<Sort> order = PolicyList.sort(descending ? sort.substring(1) : sort);
    if (order.isEmpty()) {
      return Parameters.invalid("sort", "Give sort as the name of a member, such as -created_at.");
    }
    return call.parameters()
        .word("type", "", List.of("access", "authorization"))
        .then(
            type ->
                state("state", call.parameter("state").orElse("active"))
                    .then(
                        state ->
                            Cursor.of(call, MOST, MOST)
                                .map(
                                    page ->
                                        new PolicyFilter(
                                            call.parameter("iam_id"),
                                            call.parameter("access_group_id"),
                                            type(type),
                                            call.parameter("service_type"),
                                            call.parameter("service_name"),
                                            call.parameter("service_group_id"),
                                            call.parameter("tag_name"),
                                            call.parameter("tag_value"),
                                            state,
                                            order.get(),
                                            descending,
                                            page.limit(),
                                            page.after()))));
  }

  private static Optional<Policy.Type> type(String name) {
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(Policy.Type.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private static Outcome<Policy.State> state(String parameter, String name) {
    return switch (name) {
      case "active" -> Outcome.of(Policy.State.ACTIVE);
      case "deleted" -> Outcome.of(Policy.State.DELETED);
      default -> Parameters.invalid(parameter, "Give state as active or deleted.");
    };
  }
}
