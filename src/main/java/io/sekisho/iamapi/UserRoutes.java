package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.JSON;

import io.sekisho.control.Kept;
import io.sekisho.control.Store.Order;
import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.User;
import io.sekisho.iam.User.Preferences;
import io.sekisho.iamapi.Paging.Bookmark;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Filter;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Listing;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.identity.Right;
import io.sekisho.identity.Users;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// IBM's User Management API.
final class UserRoutes {
  private static final String ALL = "/v2/accounts/{account_id}/users";
  private static final String ONE = ALL + "/{iam_id}";
  private static final String SETTINGS = ONE + "/settings";
  private static final String TOKEN = "_start";
  private static final Set<String> ACTIVITY = Set.of("include_activity");
  private static final int MAX_SIZE = 100;

  private final Identities identities;
  private final Permits permits;

  UserRoutes(Identities identities, Permits permits) {
    this.identities = identities;
    this.permits = permits;
  }

  List<Route> table() {
    return List.of(
        deciding("GET", ALL, Right.USER_GET, this::list)
            .with(Set.of("limit", "include_settings", "search", TOKEN, "user_id"))
            .answering(200, Page.class),
        Route.of("POST", ALL, Right.USER_CREATE.action(), this::invite)
            .taking(JSON, Invitation.class)
            .answering(202, Shape.list("resources", Guest.class)),
        deciding("GET", ONE, Right.USER_GET, this::get).with(ACTIVITY).answering(200, Body.class),
        deciding("PATCH", ONE, Right.USER_UPDATE, this::update)
            .with(ACTIVITY)
            .taking(JSON, Change.class)
            .silent(),
        Route.of("DELETE", ONE, Right.USER_DELETE.action(), call -> remove(call, 204))
            .with(ACTIVITY)
            .silent(),
        Route.of(
                "DELETE",
                "/v3/accounts/{account_id}/users/{iam_id}",
                Right.USER_DELETE.action(),
                call -> remove(call, 202))
            .answering(202, Shape.nothing()),
        deciding("GET", SETTINGS, Right.USER_SETTING_GET, this::settings)
            .answering(200, Settings.class),
        deciding("PATCH", SETTINGS, Right.USER_SETTING_UPDATE, this::prefer)
            .taking(JSON, Preference.class)
            .silent());
  }

  private static Route deciding(
      String method, String path, Right right, Route.Operation operation) {
    return Route.of(method, path, right.action(), operation).deciding();
  }

  /// A person as IBM shows one.
  record Body(
      String id,
      String iamId,
      String realm,
      String userId,
      String firstname,
      String lastname,
      String state,
      String email,
      String phonenumber,
      String altphonenumber,
      String photo,
      String accountId,
      String addedOn,
      Optional<Settings> settings) {
    static Body of(User it, boolean settings) {
      Preferences preferences = it.preferences().orElse(Preferences.NONE);
      return new Body(
          it.iamId(),
          it.iamId(),
          it.realm(),
          it.email(),
          it.firstName(),
          it.lastName(),
          it.state().name(),
          it.email(),
          it.phone(),
          preferences.alternativePhone(),
          preferences.photo(),
          it.account().value(),
          it.stamps().created().at().toString(),
          settings ? Optional.of(Settings.of(it)) : Optional.empty());
    }
  }

  /// A person's preferences.
  record Settings(
      String language, String notificationLanguage, String allowedIpAddresses, boolean selfManage) {
    static Settings of(User it) {
      Preferences preferences = it.preferences().orElse(Preferences.NONE);
      return new Settings(
          preferences.language(),
          preferences.notificationLanguage(),
          preferences.allowedIpAddresses(),
          preferences.selfManage());
    }
  }

  /// A page of people.
  record Page(
      long totalResults,
      int limit,
      String firstUrl,
      Optional<String> nextUrl,
      List<Body> resources) {}

  private Outcome<Reply> list(Call call) {
    return Bookmark.of(call, TOKEN)
        .then(
            at ->
                wanted(at)
                    .then(
                        wanted ->
                            inAccount(call, this::maySeeOthers)
                                .then(actor -> page(actor, at, wanted))));
  }

  /// Everyone in an account sees who else is, unless its settings say otherwise.
  private Outcome<Actor> maySeeOthers(Actor actor) {
    return permits.restrictable(actor, Right.USER_GET, AccountSettings::restrictUserListVisibility);
  }

  private Outcome<Reply> page(Actor actor, Bookmark at, Wanted wanted) {
    return identities
        .users()
        .list(actor, wanted)
        .map(listing -> Reply.json(200, page(actor, at, wanted, listing)));
  }

  private Page page(Actor actor, Bookmark at, Wanted wanted, Listing<User> listing) {
    boolean settings = at.parameters().text("include_settings").equals(Optional.of("true"));
    String path = ALL.replace("{account_id}", actor.account().value());
    int offset = at.offset() + listing.items().size();
    return new Page(
        identities.users().count(actor),
        wanted.size(),
        path + "?limit=" + wanted.size(),
        listing
            .next()
            .map(after -> new Bookmark(at.parameters(), Optional.of(after), offset))
            .map(next -> path + next.parameter(TOKEN).query()),
        listing.items().stream().map(each -> Body.of(each.value(), settings)).toList());
  }

  private static Outcome<Wanted> wanted(Bookmark at) {
    Optional<String> person = at.parameters().text("user_id");
    return at.parameters()
        .number("limit", MAX_SIZE, 1, MAX_SIZE)
        .then(
            size ->
                search(at.parameters().text("search").orElse(""))
                    .map(filter -> person.map(id -> filter.and("user_id", id)).orElse(filter))
                    .map(
                        filter ->
                            new Wanted(
                                Optional.empty(),
                                Optional.empty(),
                                filter,
                                Order.CREATED_AT,
                                false,
                                at.after(),
                                size)));
  }

  /// IBM's search, such as `state:ACTIVE,email:example.com`: each a part of an attribute's text.
  private static Outcome<Filter> search(String text) {
    if (text.isBlank()) {
      return Outcome.of(Filter.ALL);
    }
    String filter =
        Stream.of(text.split(",", -1))
            .map(term -> term.split(":", 2))
            .map(
                term ->
                    "%s co \"%s\""
                        .formatted(
                            term[0].strip(),
                            term.length < 2 ? "" : term[1].replaceAll("([\"\\\\])", "\\\\$1")))
            .collect(Collectors.joining(" and "));
    return Filter.parse(filter, Users.ATTRIBUTES) instanceof Outcome.Granted<Filter> granted
        ? granted
        : refuse(
            Code.INVALID_VALUE,
            "search",
            "Give search such as state:ACTIVE,email:example.com; it may name "
                + String.join(", ", Users.ATTRIBUTES.stream().sorted().toList())
                + ".");
  }

  /// Who is to be invited.
  record Invited(Optional<String> email, Optional<String> accountRole) {}

  /// The body of an invitation.
  record Invitation(
      List<Invited> users, Optional<List<Object>> iamPolicy, Optional<List<String>> accessGroups) {}

  /// What became of it.
  record Guest(String email, String id, String state) {}

  private Outcome<Reply> invite(Call call) {
    return Documents.read(call.body(), Invitation.class, "users")
        .then(UserRoutes::plain)
        .then(emails -> inAccount(call, actor -> identities.users().invite(actor, emails)))
        .map(
            all ->
                all.stream()
                    .map(each -> new Guest(each.email(), each.iamId(), each.state().name()))
                    .toList())
        .map(all -> Reply.json(202, Map.of("resources", all)));
  }

  private static Outcome<List<String>> plain(Invitation body) {
    boolean more =
        !body.iamPolicy().orElse(List.of()).isEmpty()
            || !body.accessGroups().orElse(List.of()).isEmpty();
    if (more) {
      return refuse(
          Code.INVALID_VALUE,
          "iam_policy",
          "Invite first; then make policies and memberships for the IAM ID that this answers.");
    }
    boolean unknown =
        body.users().stream()
            .anyMatch(each -> !each.accountRole().orElse("Member").equalsIgnoreCase("Member"));
    return unknown
        ? refuse(Code.INVALID_VALUE, "users.account_role", "Give account_role as Member.")
        : Outcome.of(body.users().stream().map(each -> each.email().orElse("")).toList());
  }

  private Outcome<Reply> get(Call call) {
    return one(call, Right.USER_GET).map(kept -> Reply.json(200, Body.of(kept.value(), false)));
  }

  private Outcome<Reply> settings(Call call) {
    return one(call, Right.USER_SETTING_GET)
        .map(kept -> Reply.json(200, Settings.of(kept.value())));
  }

  private Outcome<Kept<User>> one(Call call, Right right) {
    return inAccount(
        call,
        actor ->
            ownOr(call, actor, right)
                .then(permitted -> identities.users().get(permitted, call.second())));
  }

  /// People see and change their own data without a policy.
  private Outcome<Actor> ownOr(Call call, Actor actor, Right right) {
    return Permits.self(actor, call.second())
        ? Outcome.of(actor)
        : permits.granted(actor, right, Map.of());
  }

  /// The body of an update.
  record Change(
      Optional<String> firstname,
      Optional<String> lastname,
      Optional<String> state,
      Optional<String> email,
      Optional<String> phonenumber,
      Optional<String> altphonenumber,
      Optional<String> photo) {
    Users.Said said() {
      return new Users.Said(firstname, lastname, state, email, phonenumber, altphonenumber, photo);
    }
  }

  private Outcome<Reply> update(Call call) {
    return Documents.read(call.body(), Change.class)
        .then(
            body ->
                inAccount(
                    call,
                    actor ->
                        mayUpdate(call, actor, body)
                            .then(
                                permitted ->
                                    identities
                                        .users()
                                        .update(permitted, call.second(), body.said()))))
        .map(_ -> Reply.noContent());
  }

  /// Nobody takes back its own suspension, or has mail for somebody else sent to itself.
  private Outcome<Actor> mayUpdate(Call call, Actor actor, Change body) {
    boolean harmless = body.state().isEmpty() && body.email().isEmpty();
    return harmless
        ? ownOr(call, actor, Right.USER_UPDATE)
        : permits.granted(actor, Right.USER_UPDATE, Map.of());
  }

  /// The body of an update of preferences.
  record Preference(
      Optional<String> language,
      Optional<String> notificationLanguage,
      Optional<String> allowedIpAddresses,
      Optional<Boolean> selfManage) {
    Users.Preferred preferred() {
      return new Users.Preferred(language, notificationLanguage, allowedIpAddresses, selfManage);
    }
  }

  private Outcome<Reply> prefer(Call call) {
    return Documents.read(call.body(), Preference.class)
        .then(
            body ->
                inAccount(
                    call,
                    actor ->
                        mayPrefer(call, actor, body)
                            .then(
                                permitted ->
                                    identities
                                        .users()
                                        .prefer(permitted, call.second(), body.preferred()))))
        .map(_ -> Reply.noContent());
  }

  /// Languages are a person's own business; the list of addresses is if it was left to it.
  private Outcome<Actor> mayPrefer(Call call, Actor actor, Preference body) {
    if (body.selfManage().isPresent()) {
      return permits.granted(actor, Right.USER_SETTING_UPDATE, Map.of());
    }
    boolean managed =
        body.allowedIpAddresses().isPresent()
            && !(identities.users().get(actor, call.second())
                    instanceof Outcome.Granted<Kept<User>>(Kept<User> kept)
                && kept.value().preferences().orElse(Preferences.NONE).selfManage());
    return managed
        ? permits.granted(actor, Right.USER_SETTING_UPDATE, Map.of())
        : ownOr(call, actor, Right.USER_SETTING_UPDATE);
  }

  private Outcome<Reply> remove(Call call, int status) {
    return inAccount(call, actor -> identities.users().remove(actor, call.second()))
        .map(_ -> Reply.text(status, "", ""));
  }

  private <T> Outcome<T> inAccount(Call call, Function<Actor, Outcome<T>> work) {
    return identities.records().actor(call.by(), Optional.of(call.resource())).then(work);
  }

  private static <T> Outcome<T> refuse(Code code, String member, String message) {
    return Outcome.refuse(Problem.of(code, message).field(member));
  }
}
