package io.sekisho.groupingapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.grouping.ResourceGroups;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Resource groups.
final class ResourceGroupRoutes {
  private static final String ALL = "/v2/resource_groups";
  private static final String ONE = ALL + "/{id}";
  private static final String ACTION = "resource-controller.group.";
  private static final String READ = ACTION + "retrieve";
  private static final String ACCOUNT = "account_id";
  private static final Set<String> JSON = Set.of("application/json");
  private static final Set<String> FILTERS =
      Set.of(ACCOUNT, "name", "default", "date", "include_deleted");

  private final Estate estate;
  private final ResourceGroups groups;

  ResourceGroupRoutes(Estate estate, ResourceGroups groups) {
    this.estate = estate;
    this.groups = groups;
  }

  List<Route> table() {
    return List.of(
        Route.of("GET", ALL, READ, call -> actor(call).then(it -> list(it, call)))
            .deciding()
            .with(FILTERS)
            .answering(200, Bodies.class),
        Route.of("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, Made.class),
        about("GET", READ, this::get).answering(200, Body.class),
        about("PATCH", ACTION + "update", this::update)
            .taking(JSON, Patch.class)
            .answering(200, Body.class),
        about("DELETE", ACTION + "delete", this::delete).silent());
  }

  private Route about(String method, String action, BiFunction<Actor, Call, Outcome<Reply>> work) {
    return Route.of(method, ONE, action, call -> actor(call).then(it -> work.apply(it, call)))
        .about(call -> attributes(call.resource()))
        .with(Set.of(ACCOUNT));
  }

  /// What policies can say of a group.
  private static Map<String, String> attributes(String id) {
    return Map.of("resourceType", "resource-group", "resource", id);
  }

  private Outcome<Actor> actor(Call call) {
    return estate.actor(call.by(), call.parameter(ACCOUNT));
  }

  /// What is said of a new group.
  record Prototype(String name, Optional<String> accountId) {}

  /// What is said of a group that changes.
  record Patch(Optional<String> name, Optional<String> state) {}

  /// What is answered of a new one.
  record Made(String crn, String id) {}

  /// A group as IBM shows one.
  record Body(
      String accountId,
      Instant createdAt,
      String crn,
      @JsonProperty("default") boolean byDefault,
      String id,
      String name,
      List<String> resourceLinkages,
      String state,
      Instant updatedAt) {
    static Body of(ResourceGroup it) {
      Instant made = it.identity().createdAt();
      return new Body(
          it.account().value(),
          made,
          it.identity().crn().toString(),
          it.byDefault(),
          it.id(),
          it.name(),
          List.of(),
          "ACTIVE",
          made);
    }
  }

  record Bodies(List<Body> resources) {}

  private Outcome<Reply> list(Actor actor, Call call) {
    Optional<String> name = call.parameter("name");
    Optional<String> usual = call.parameter("default");
    return estate.read(
        actor,
        holdings ->
            Reply.json(
                200,
                new Bodies(
                    seen(holdings).stream()
                        .filter(it -> name.stream().allMatch(it.name()::equals))
                        .filter(
                            it -> usual.stream().allMatch(Boolean.toString(it.byDefault())::equals))
                        .map(Body::of)
                        .toList())));
  }

  private static List<ResourceGroup> seen(Holdings holdings) {
    List<ResourceGroup> all = ResourceGroups.all(holdings);
    List<ResourceGroup> seen =
        all.stream().filter(it -> holdings.refusal(READ, attributes(it.id())).isEmpty()).toList();
    if (seen.isEmpty()) {
      holdings.expect(READ, Map.of());
    }
    return seen;
  }

  private Outcome<Reply> create(Call call) {
    return Documents.read(call.body(), Prototype.class, "name")
        .then(
            said ->
                estate
                    .actor(call.by(), said.accountId)
                    .then(actor -> groups.create(actor, said.name))
                    .map(it -> Reply.json(201, new Made(it.identity().crn().toString(), it.id()))));
  }

  private Outcome<Reply> get(Actor actor, Call call) {
    return estate.read(
        actor, holdings -> Reply.json(200, Body.of(ResourceGroups.one(holdings, call.resource()))));
  }

  private Outcome<Reply> update(Actor actor, Call call) {
    return Documents.read(call.body(), Patch.class)
        .then(
            said ->
                said.state.filter(state -> !state.equals("ACTIVE")).isPresent()
                    ? Outcome.<ResourceGroup>refuse(
                        Refusal.invalid("state", "A resource group is always ACTIVE.").problem())
                    : said.name.isPresent()
                        ? groups.rename(actor, call.resource(), said.name.get())
                        : estate.read(
                            actor, holdings -> ResourceGroups.one(holdings, call.resource())))
        .map(it -> Reply.json(200, Body.of(it)));
  }

  private Outcome<Reply> delete(Actor actor, Call call) {
    return groups.delete(actor, call.resource()).map(_ -> Reply.noContent());
  }
}
