package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.ACCOUNT;
import static io.sekisho.iamapi.Answers.JSON;

import io.sekisho.control.Kept;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Identities;
import io.sekisho.identity.IdentityProviders.Said;
import io.sekisho.identity.Right;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Identity providers: a contract of ours, in the manner of IBM's.
final class ProviderRoutes {
  private static final String ALL = "/sekisho/v1/identity_providers";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "identity-provider";

  private final Identities identities;

  ProviderRoutes(Identities identities) {
    this.identities = identities;
  }

  List<Route> table() {
    return List.of(
        Answers.route("POST", ALL, Right.PROVIDER_CREATE, this::create)
            .with(Set.of(ACCOUNT))
            .taking(JSON, Change.class)
            .answering(201, Body.class),
        Answers.route("GET", ALL, Right.PROVIDER_LIST, this::list)
            .with(Paging.PARAMETERS)
            .answering(200, Page.class),
        one("GET", Right.PROVIDER_GET, this::get).answering(200, Body.class),
        one("PUT", Right.PROVIDER_UPDATE, this::update)
            .taking(JSON, Change.class)
            .versioned()
            .answering(200, Body.class),
        one("DELETE", Right.PROVIDER_DELETE, this::delete).silent());
  }

  private static Route one(String method, Right right, Route.Operation operation) {
    return Answers.route(method, ONE, right, operation).about(TYPE).with(Set.of(ACCOUNT));
  }

  /// The body of a creation, and of an update, which replaces everything.
  record Change(
      String realm,
      String protocol,
      String issuer,
      String audience,
      List<String> keys,
      Optional<String> description) {}

  /// A provider as it is shown.
  record Body(
      String id,
      String entityTag,
      String accountId,
      String realm,
      String protocol,
      String issuer,
      String audience,
      List<String> keys,
      Optional<String> description,
      String createdAt,
      String modifiedAt) {
    static Body of(Kept<IdentityProvider> kept) {
      IdentityProvider it = kept.value();
      return new Body(
          it.id(),
          kept.tag(),
          it.account().value(),
          it.realm(),
          it.protocol().name(),
          it.issuer(),
          it.audience(),
          it.keys(),
          it.description(),
          Answers.time(it.stamps().created().at()),
          Answers.time(it.stamps().modified().at()));
    }
  }

  /// A page of providers.
  record Page(
      int offset, int limit, String first, Optional<String> next, List<Body> identityProviders) {}

  private Outcome<Reply> create(Call call) {
    return said(call)
        .then(said -> inAccount(call, actor -> identities.providers().create(actor, said)))
        .map(kept -> Answers.tagged(201, Body.of(kept), kept));
  }

  private static Outcome<Said> said(Call call) {
    return Documents.read(
            call.body(), Change.class, "realm", "protocol", "issuer", "audience", "keys")
        .map(
            body ->
                new Said(
                    body.realm(),
                    body.protocol(),
                    body.issuer(),
                    body.audience(),
                    body.keys(),
                    body.description()));
  }

  private Outcome<Reply> list(Call call) {
    return Paging.of(call, Set.of("id", "realm", "issuer"))
        .then(
            paging ->
                identities
                    .records()
                    .actor(call.by(), paging.parameter(ACCOUNT))
                    .then(actor -> page(call, actor, paging)));
  }

  private Outcome<Reply> page(Call call, Actor actor, Paging paging) {
    return identities
        .providers()
        .list(actor, paging.wanted())
        .map(
            listing ->
                Reply.json(
                    200,
                    new Page(
                        paging.offset(),
                        paging.wanted().size(),
                        paging.first(call, ALL),
                        paging.next(call, ALL, listing),
                        listing.items().stream().map(Body::of).toList())));
  }

  private Outcome<Reply> get(Call call) {
    return inAccount(call, actor -> identities.providers().get(actor, call.resource()))
        .map(kept -> Answers.tagged(200, Body.of(kept), kept));
  }

  private Outcome<Reply> update(Call call) {
    return said(call)
        .then(
            said ->
                call.version()
                    .then(
                        version ->
                            inAccount(
                                call,
                                actor ->
                                    identities
                                        .providers()
                                        .update(actor, call.resource(), version, said))))
        .map(kept -> Answers.tagged(200, Body.of(kept), kept));
  }

  private Outcome<Reply> delete(Call call) {
    return inAccount(call, actor -> identities.providers().delete(actor, call.resource()))
        .map(_ -> Reply.noContent());
  }

  private <T> Outcome<T> inAccount(Call call, Function<Actor, Outcome<T>> work) {
    return Answers.inAccount(identities, call, work);
  }
}
