package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.ACCOUNT;
import static io.sekisho.iamapi.Answers.JSON;

import io.sekisho.control.Kept;
import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.ServiceId;
import io.sekisho.iamapi.Answers.Context;
import io.sekisho.iamapi.Answers.History;
import io.sekisho.identity.Actor;
import io.sekisho.identity.ApiKeys;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Right;
import io.sekisho.identity.ServiceIds;
import io.sekisho.identity.ServiceIds.Said;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Service ids. IBM's SDKs write a slash at the end of the collection, its documents do not.
final class ServiceIdRoutes {
  private static final String ALL = "/v1/serviceids";
  private static final String ONE = ALL + "/{id}";
  private static final String LOCK = ONE + "/lock";
  private static final String TYPE = "serviceid";
  private static final String GROUP = "show_group_id";

  private final Identities identities;
  private final Permits permits;

  ServiceIdRoutes(Identities identities, Permits permits) {
    this.identities = identities;
    this.permits = permits;
  }

  List<Route> table() {
    List<Route> table = new ArrayList<>();
    for (String all : List.of(ALL, ALL + "/")) {
      table.add(
          Answers.deciding("POST", all, Right.SERVICE_ID_CREATE, this::create)
              .with(Set.of(GROUP))
              .taking(JSON, NewServiceId.class)
              .answering(201, Body.class));
      table.add(
          Answers.route("GET", all, Right.SERVICE_ID_GET, this::list)
              .with(Paging.and(Set.of("group_id", GROUP)))
              .answering(200, Page.class));
    }
    Right update = Right.SERVICE_ID_UPDATE;
    table.add(
        one("GET", ONE, Right.SERVICE_ID_GET, this::get)
            .with(Set.of(ACCOUNT, "include_history", "include_activity", GROUP))
            .answering(200, Body.class));
    table.add(
        one("PUT", ONE, update, this::update)
            .with(Set.of(ACCOUNT, GROUP))
            .taking(JSON, Change.class)
            .versioned()
            .answering(200, Body.class));
    table.add(one("DELETE", ONE, Right.SERVICE_ID_DELETE, this::delete).silent());
    table.add(one("POST", LOCK, update, call -> lock(call, true)).silent());
    table.add(one("DELETE", LOCK, update, call -> lock(call, false)).silent());
    return table;
  }

  private static Route one(String method, String path, Right right, Route.Operation operation) {
    return Answers.route(method, path, right, operation).about(TYPE).with(Set.of(ACCOUNT));
  }

  /// The body of a creation.
  record NewServiceId(
      String accountId,
      String name,
      Optional<String> groupId,
      Optional<String> description,
      Optional<List<String>> uniqueInstanceCrns,
      Optional<ApiKeyRoutes.FirstKey> apikey) {}

  /// The body of an update.
  record Change(
      Optional<String> name,
      Optional<String> description,
      Optional<List<String>> uniqueInstanceCrns) {}

  /// A service id as IBM shows one.
  ///
  /// @param apikey only in the answer to a creation with one
  record Body(
      Optional<Context> context,
      String id,
      String iamId,
      String entityTag,
      String crn,
      boolean locked,
      String createdAt,
      String modifiedAt,
      String accountId,
      String name,
      Optional<String> description,
      List<String> uniqueInstanceCrns,
      Optional<List<History>> history,
      Optional<ApiKeyRoutes.Body> apikey) {
    static Body of(
        Optional<Context> context,
        Kept<ServiceId> kept,
        boolean history,
        Optional<ApiKeyRoutes.Body> key) {
      ServiceId it = kept.value();
      return new Body(
          context,
          it.id(),
          it.iamId(),
          kept.tag(),
          it.crn().toString(),
          it.locked(),
          Answers.time(it.stamps().created().at()),
          Answers.time(it.stamps().modified().at()),
          it.account().value(),
          it.name(),
          Answers.some(it.description()),
          it.uniqueInstanceCrns(),
          History.of(history, it.account(), it.stamps()),
          key);
    }
  }

  /// A page of service ids.
  record Page(
      Context context,
      int offset,
      int limit,
      String first,
      Optional<String> next,
      List<Body> serviceids) {}

  private Outcome<Reply> create(Call call) {
    return Documents.read(call.body(), NewServiceId.class, ACCOUNT, "name")
        .then(ServiceIdRoutes::ungrouped)
        .then(body -> made(call, body))
        .map(
            made ->
                Answers.tagged(
                    201,
                    Body.of(
                        context(call, Right.SERVICE_ID_CREATE),
                        made.service(),
                        false,
                        made.key().map(key -> ApiKeyRoutes.Body.of(Optional.empty(), key))),
                    made.service()));
  }

  private Outcome<ServiceIds.Made> made(Call call, NewServiceId body) {
    Said said = new Said(Optional.of(body.name()), body.description(), body.uniqueInstanceCrns());
    return call.flagged("Entity-Lock")
        .then(
            locked ->
                firstKey(body.apikey())
                    .then(
                        key ->
                            identities
                                .records()
                                .actor(call.by(), Optional.of(body.accountId()))
                                .then(this::mayCreate)
                                .then(
                                    actor ->
                                        identities.serviceIds().create(actor, said, locked, key))));
  }

  private static Outcome<NewServiceId> ungrouped(NewServiceId body) {
    return body.groupId().isPresent()
        ? Outcome.refuse(
            Problem.of(Code.INVALID_VALUE, "Sekisho has no groups of service IDs.")
                .field("group_id"))
        : Outcome.of(body);
  }

  private static Outcome<Optional<ApiKeys.Said>> firstKey(Optional<ApiKeyRoutes.FirstKey> key) {
    return key.map(it -> it.said().map(Optional::of)).orElseGet(() -> Outcome.of(Optional.empty()));
  }

  private Outcome<Actor> mayCreate(Actor actor) {
    return permits.restrictable(
        actor, Right.SERVICE_ID_CREATE, AccountSettings::restrictCreateServiceId);
  }

  private Outcome<Reply> list(Call call) {
    return Paging.of(call, ServiceIds.ATTRIBUTES)
        .then(
            paging ->
                paging
                    .parameters()
                    .flag("include_history")
                    .then(
                        history ->
                            identities
                                .records()
                                .actor(call.by(), paging.parameter(ACCOUNT))
                                .then(actor -> page(call, actor, paging, history))));
  }

  private Outcome<Reply> page(Call call, Actor actor, Paging paging, boolean history) {
    return identities
        .serviceIds()
        .list(actor, paging.wanted())
        .map(
            listing ->
                Reply.json(
                    200,
                    new Page(
                        Context.of(call, Right.SERVICE_ID_GET),
                        paging.offset(),
                        paging.wanted().size(),
                        paging.first(call, ALL),
                        paging.next(call, ALL, listing),
                        listing.items().stream()
                            .map(each -> Body.of(Optional.empty(), each, history, Optional.empty()))
                            .toList())));
  }

  private Outcome<Reply> get(Call call) {
    return call.parameters()
        .flag("include_history")
        .then(
            history ->
                inAccount(call, actor -> identities.serviceIds().get(actor, call.resource()))
                    .map(kept -> shown(call, Right.SERVICE_ID_GET, kept, history)));
  }

  private Outcome<Reply> update(Call call) {
    return Documents.read(call.body(), Change.class)
        .map(body -> new Said(body.name(), body.description(), body.uniqueInstanceCrns()))
        .then(
            said ->
                call.version()
                    .then(
                        version ->
                            inAccount(
                                call,
                                actor ->
                                    identities
                                        .serviceIds()
                                        .update(actor, call.resource(), version, said))))
        .map(kept -> shown(call, Right.SERVICE_ID_UPDATE, kept, false));
  }

  private Outcome<Reply> delete(Call call) {
    return inAccount(call, actor -> identities.serviceIds().delete(actor, call.resource()))
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> lock(Call call, boolean locked) {
    return inAccount(call, actor -> identities.serviceIds().lock(actor, call.resource(), locked))
        .map(_ -> Reply.noContent());
  }

  private static Reply shown(Call call, Right right, Kept<ServiceId> kept, boolean history) {
    return Answers.tagged(
        200, Body.of(context(call, right), kept, history, Optional.empty()), kept);
  }

  private static Optional<Context> context(Call call, Right right) {
    return Optional.of(Context.of(call, right));
  }

  private <T> Outcome<T> inAccount(Call call, Function<Actor, Outcome<T>> work) {
    return Answers.inAccount(identities, call, work);
  }
}
