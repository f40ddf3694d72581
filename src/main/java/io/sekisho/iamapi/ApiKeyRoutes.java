package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.ACCOUNT;
import static io.sekisho.iamapi.Answers.JSON;

import io.sekisho.control.Kept;
import io.sekisho.iam.ApiKey;
import io.sekisho.iamapi.Answers.Context;
import io.sekisho.iamapi.Answers.History;
import io.sekisho.identity.Actor;
import io.sekisho.identity.ApiKeys;
import io.sekisho.identity.ApiKeys.Issued;
import io.sekisho.identity.ApiKeys.Said;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Right;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
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

/// API keys of users and service ids. The secret is in the answer that makes one, and nowhere else.
final class ApiKeyRoutes {
  private static final String ALL = "/v1/apikeys";
  private static final String ONE = ALL + "/{id}";
  private static final Set<String> HISTORY = Set.of(ACCOUNT, "include_history");

  private final Identities identities;
  private final Permits permits;

  ApiKeyRoutes(Identities identities, Permits permits) {
    this.identities = identities;
    this.permits = permits;
  }

  List<Route> table() {
    ApiKeys keys = identities.apiKeys();
    return List.of(
        Answers.deciding("POST", ALL, Right.API_KEY_CREATE, this::create)
            .taking(JSON, NewKey.class)
            .answering(201, Body.class),
        Answers.deciding("GET", ALL, Right.API_KEY_LIST, this::list)
            .with(Paging.and(Set.of("iam_id", "scope", "type", "group_id")))
            .answering(200, Page.class),
        Answers.deciding("GET", ALL + "/details", Right.API_KEY_GET, this::details)
            .with(HISTORY)
            .answering(200, Body.class),
        Answers.deciding("GET", ONE, Right.API_KEY_GET, this::get)
            .with(Set.of(ACCOUNT, "include_history", "include_activity"))
            .answering(200, Body.class),
        Answers.deciding("PUT", ONE, Right.API_KEY_UPDATE, this::update)
            .with(Set.of(ACCOUNT))
            .taking(JSON, Change.class)
            .versioned()
            .answering(200, Body.class),
        change("DELETE", ONE, Right.API_KEY_DELETE, keys::delete),
        change("POST", ONE + "/lock", (actor, id) -> keys.lock(actor, id, true)),
        change("DELETE", ONE + "/lock", (actor, id) -> keys.lock(actor, id, false)),
        change("POST", ONE + "/disable", (actor, id) -> keys.disable(actor, id, true)),
        change("DELETE", ONE + "/disable", (actor, id) -> keys.disable(actor, id, false)));
  }

  private Route change(String method, String path, BiFunction<Actor, String, Outcome<?>> work) {
    return change(method, path, Right.API_KEY_UPDATE, work);
  }

  /// A route that changes a key and has nothing to tell.
  private Route change(
      String method, String path, Right right, BiFunction<Actor, String, Outcome<?>> work) {
    return Answers.deciding(
            method,
            path,
            right,
            call ->
                permitted(call, right)
                    .then(actor -> work.apply(actor, call.resource()).map(_ -> Reply.noContent())))
        .with(Set.of(ACCOUNT))
        .silent();
  }

  /// The body of a creation.
  record NewKey(
      String name,
      String iamId,
      Optional<String> description,
      Optional<String> accountId,
      Optional<String> apikey,
      Optional<Boolean> storeValue,
      Optional<Boolean> supportSessions,
      Optional<String> actionWhenLeaked,
      Optional<String> expiresAt) {}

  /// The key inside the body that makes a service id.
  record FirstKey(
      Optional<String> name,
      Optional<String> description,
      Optional<String> apikey,
      Optional<Boolean> storeValue,
      Optional<String> actionWhenLeaked,
      Optional<String> expiresAt) {
    Outcome<Said> said() {
      if (name.isEmpty()) {
        return refuse(Code.MISSING_FIELD, "apikey.name", "Give the API key's name.");
      }
      return extras(storeValue, Optional.empty(), actionWhenLeaked, expiresAt)
          .map(expiry -> new Said(name, description, apikey, false, false, expiry));
    }
  }

  /// The body of an update.
  record Change(
      Optional<String> name,
      Optional<String> description,
      Optional<Boolean> supportSessions,
      Optional<String> actionWhenLeaked,
      Optional<String> expiresAt) {}

  /// When the key ends, after what can't be promised here was refused.
  private static Outcome<Optional<Optional<Instant>>> extras(
      Optional<Boolean> storeValue,
      Optional<Boolean> supportSessions,
      Optional<String> actionWhenLeaked,
      Optional<String> expiresAt) {
    if (storeValue.orElse(false)) {
      return refuse(
          Code.INVALID_VALUE, "store_value", "Sekisho keeps a hash alone: it can't store a value.");
    }
    if (supportSessions.orElse(false)) {
      return refuse(
          Code.INVALID_VALUE, "support_sessions", "API keys have no login sessions here.");
    }
    if (!actionWhenLeaked.orElse("none").equals("none")) {
      return refuse(
          Code.INVALID_VALUE,
          "action_when_leaked",
          "Nobody tells Sekisho of leaked keys: the action can only be none.");
    }
    if (expiresAt.isEmpty()) {
      return Outcome.of(Optional.empty());
    }
    return expiresAt.get().isEmpty()
        ? Outcome.of(Optional.of(Optional.empty()))
        : Answers.time("expires_at", expiresAt.get()).map(at -> Optional.of(Optional.of(at)));
  }

  /// A key as IBM shows one.
  ///
  /// @param apikey the secret, only in the answer to a creation
  record Body(
      Optional<Context> context,
      String id,
      String entityTag,
      String crn,
      boolean locked,
      boolean disabled,
      String createdAt,
      String createdBy,
      String modifiedAt,
      String name,
      boolean supportSessions,
      String actionWhenLeaked,
      Optional<String> expiresAt,
      Optional<String> description,
      String iamId,
      String accountId,
      Optional<String> apikey,
      Optional<List<History>> history) {
    static Body of(Optional<Context> context, Issued issued) {
      return of(context, issued.key(), Optional.of(issued.secret()), false);
    }

    static Body of(
        Optional<Context> context, Kept<ApiKey> kept, Optional<String> secret, boolean history) {
      ApiKey it = kept.value();
      return new Body(
          context,
          it.id(),
          kept.tag(),
          it.crn().toString(),
          it.locked(),
          it.disabled(),
          Answers.time(it.stamps().created().at()),
          it.stamps().created().by(),
          Answers.time(it.stamps().modified().at()),
          it.name(),
          false,
          "none",
          it.expiresAt().map(Answers::time),
          Answers.some(it.description()),
          it.iamId(),
          it.account().value(),
          secret,
          History.of(history, it.account(), it.stamps()));
    }

    @Override
    public String toString() {
      return "Body[" + id + "]";
    }
  }

  /// A page of keys.
  record Page(
      Context context,
      int offset,
      int limit,
      String first,
      Optional<String> next,
      List<Body> apikeys) {}

  private Outcome<Reply> create(Call call) {
    return Documents.read(call.body(), NewKey.class, "name", "iam_id")
        .then(body -> issued(call, body))
        .map(
            issued ->
                Answers.tagged(
                    201,
                    Body.of(Optional.of(Context.of(call, Right.API_KEY_CREATE)), issued),
                    issued.key()));
  }

  private Outcome<Issued> issued(Call call, NewKey body) {
    return said(call, body)
        .then(
            said ->
                identities
                    .records()
                    .actor(call.by(), body.accountId())
                    .then(actor -> permits.key(actor, body.iamId(), Right.API_KEY_CREATE))
                    .then(actor -> identities.apiKeys().create(actor, body.iamId(), said)));
  }

  private static Outcome<Said> said(Call call, NewKey body) {
    return extras(
            body.storeValue(), body.supportSessions(), body.actionWhenLeaked(), body.expiresAt())
        .then(
            expiry ->
                call.flagged("Entity-Lock")
                    .then(
                        locked ->
                            call.flagged("Entity-Disable")
                                .map(
                                    disabled ->
                                        new Said(
                                            Optional.of(body.name()),
                                            body.description(),
                                            body.apikey(),
                                            locked,
                                            disabled,
                                            expiry))));
  }

  private Outcome<Reply> list(Call call) {
    return Paging.of(call, ApiKeys.ATTRIBUTES)
        .then(
            paging ->
                identities
                    .records()
                    .actor(call.by(), paging.parameter(ACCOUNT))
                    .then(
                        actor -> scoped(actor, paging).then(scoped -> page(call, actor, scoped))));
  }

  /// Only what the caller may see and asked for: an identity's keys, or the account's.
  private Outcome<Paging> scoped(Actor actor, Paging paging) {
    String iamId = paging.parameter("iam_id").orElse(actor.by().id());
    Outcome<Paging> scoped =
        switch (paging.parameter("scope").orElse("entity")) {
          case "entity" -> permits.key(actor, iamId, Right.API_KEY_LIST).map(_ -> paging.of(iamId));
          case "account" -> permits.granted(actor, Right.API_KEY_LIST, Map.of()).map(_ -> paging);
          default -> refuse(Code.INVALID_VALUE, "scope", "Give scope as entity or account.");
        };
    Optional<String> type = paging.parameter("type");
    if (type.stream().anyMatch(text -> !text.equals("user") && !text.equals("serviceid"))) {
      return refuse(Code.INVALID_VALUE, "type", "Give type as user or serviceid.");
    }
    return scoped.map(page -> type.map(text -> page.only("type", text)).orElse(page));
  }

  private Outcome<Reply> page(Call call, Actor actor, Paging paging) {
    boolean history = paging.parameter("include_history").equals(Optional.of("true"));
    return identities
        .apiKeys()
        .list(actor, paging.wanted())
        .map(
            listing ->
                Reply.json(
                    200,
                    new Page(
                        Context.of(call, Right.API_KEY_LIST),
                        paging.offset(),
                        paging.wanted().size(),
                        paging.first(call, ALL),
                        paging.next(call, ALL, listing),
                        listing.items().stream()
                            .map(each -> Body.of(Optional.empty(), each, Optional.empty(), history))
                            .toList())));
  }

  private Outcome<Reply> details(Call call) {
    Optional<String> secret = call.header("IAM-ApiKey");
    if (secret.isEmpty()) {
      return Outcome.refuse(
          Problem.of(Code.MISSING_VALUE, "Send IAM-ApiKey: the API key that you ask about.")
              .header("IAM-ApiKey"));
    }
    return Answers.inAccount(
            identities, call, actor -> identities.apiKeys().bySecret(actor, secret.get()))
        .then(kept -> seen(call, kept));
  }

  private Outcome<Reply> get(Call call) {
    return Answers.inAccount(
            identities, call, actor -> identities.apiKeys().get(actor, call.resource()))
        .then(kept -> seen(call, kept));
  }

  private Outcome<Reply> seen(Call call, Kept<ApiKey> kept) {
    return Answers.inAccount(
            identities, call, actor -> permits.key(actor, kept.value().iamId(), Right.API_KEY_GET))
        .then(_ -> call.parameters().flag("include_history"))
        .map(history -> shown(call, Right.API_KEY_GET, kept, history));
  }

  private Outcome<Reply> update(Call call) {
    return Documents.read(call.body(), Change.class)
        .then(
            body ->
                extras(
                        Optional.empty(),
                        body.supportSessions(),
                        body.actionWhenLeaked(),
                        body.expiresAt())
                    .map(
                        expiry ->
                            new Said(
                                body.name(),
                                body.description(),
                                Optional.empty(),
                                false,
                                false,
                                expiry)))
        .then(said -> call.version().then(version -> updated(call, version, said)))
        .map(kept -> shown(call, Right.API_KEY_UPDATE, kept, false));
  }

  private Outcome<Kept<ApiKey>> updated(Call call, String version, Said said) {
    return permitted(call, Right.API_KEY_UPDATE)
        .then(actor -> identities.apiKeys().update(actor, call.resource(), version, said));
  }

  /// The caller, if it may do this with the key that the path names.
  private Outcome<Actor> permitted(Call call, Right right) {
    return Answers.inAccount(
        identities,
        call,
        actor ->
            identities
                .apiKeys()
                .get(actor, call.resource())
                .then(kept -> permits.key(actor, kept.value().iamId(), right)));
  }

  private static Reply shown(Call call, Right right, Kept<ApiKey> kept, boolean history) {
    Optional<Context> context = Optional.of(Context.of(call, right));
    return Answers.tagged(200, Body.of(context, kept, Optional.empty(), history), kept);
  }

  private static <T> Outcome<T> refuse(Code code, String member, String message) {
    return Outcome.refuse(Problem.of(code, message).field(member));
  }
}
