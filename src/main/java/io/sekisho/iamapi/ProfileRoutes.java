package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.ACCOUNT;
import static io.sekisho.iamapi.Answers.JSON;

import io.sekisho.control.Kept;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iamapi.Answers.Context;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Profiles;
import io.sekisho.identity.Profiles.Said;
import io.sekisho.identity.Right;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Trusted profiles themselves.
final class ProfileRoutes {
  static final String PROFILES = "/v1/profiles";
  static final String PROFILE = PROFILES + "/{profile_id}";

  /// What policies call it.
  static final String TYPE = "profile";

  private final Identities identities;

  ProfileRoutes(Identities identities) {
    this.identities = identities;
  }

  List<Route> table() {
    return List.of(
        Answers.route("POST", PROFILES, Right.PROFILE_CREATE, this::create)
            .taking(JSON, NewProfile.class)
            .answering(201, Body.class),
        Answers.route("GET", PROFILES, Right.PROFILE_GET, this::list)
            .with(Paging.PARAMETERS)
            .answering(200, Page.class),
        Answers.route("GET", PROFILE, Right.PROFILE_GET, this::get)
            .about(TYPE)
            .with(Set.of(ACCOUNT, "include_activity"))
            .answering(200, Body.class),
        Answers.route("PUT", PROFILE, Right.PROFILE_UPDATE, this::update)
            .about(TYPE)
            .with(Set.of(ACCOUNT))
            .taking(JSON, ProfileChange.class)
            .versioned()
            .answering(200, Body.class),
        Answers.route("DELETE", PROFILE, Right.PROFILE_DELETE, this::delete)
            .about(TYPE)
            .with(Set.of(ACCOUNT))
            .silent());
  }

  /// The body of a creation.
  record NewProfile(
      String name, String accountId, Optional<String> description, Optional<String> email) {}

  /// The body of an update.
  record ProfileChange(
      Optional<String> name, Optional<String> description, Optional<String> email) {}

  /// A profile as IBM shows one.
  record Body(
      Optional<Context> context,
      String id,
      String entityTag,
      String crn,
      String name,
      Optional<String> description,
      Optional<String> email,
      String createdAt,
      String modifiedAt,
      String iamId,
      String accountId) {
    static Body of(Optional<Context> context, Kept<TrustedProfile> kept) {
      TrustedProfile it = kept.value();
      return new Body(
          context,
          it.id(),
          kept.tag(),
          it.crn().toString(),
          it.name(),
          Answers.some(it.description()),
          it.email(),
          Answers.time(it.createdAt()),
          Answers.time(it.modifiedAt()),
          it.iamId(),
          it.account().value());
    }
  }

  /// A page of profiles.
  record Page(
      Context context,
      int offset,
      int limit,
      String first,
      Optional<String> next,
      List<Body> profiles) {}

  private Outcome<Reply> create(Call call) {
    return Documents.read(call.body(), NewProfile.class, "name", ACCOUNT)
        .then(
            body ->
                actor(call, Optional.of(body.accountId()))
                    .then(
                        actor ->
                            identities
                                .profiles()
                                .create(
                                    actor,
                                    new Said(
                                        Optional.of(body.name()),
                                        body.description(),
                                        body.email()))))
        .map(kept -> shown(call, 201, Right.PROFILE_CREATE, kept));
  }

  private Outcome<Reply> list(Call call) {
    return Paging.of(call, Profiles.ATTRIBUTES)
        .then(
            paging ->
                actor(call, paging.parameter(ACCOUNT)).then(actor -> page(call, actor, paging)));
  }

  private Outcome<Reply> page(Call call, Actor actor, Paging paging) {
    return identities
        .profiles()
        .list(actor, paging.wanted())
        .map(
            listing ->
                Reply.json(
                    200,
                    new Page(
                        Context.of(call, Right.PROFILE_GET),
                        paging.offset(),
                        paging.wanted().size(),
                        paging.first(call, PROFILES),
                        paging.next(call, PROFILES, listing),
                        listing.items().stream()
                            .map(each -> Body.of(Optional.empty(), each))
                            .toList())));
  }

  private Outcome<Reply> get(Call call) {
    return actor(call)
        .then(actor -> identities.profiles().get(actor, call.resource()))
        .map(kept -> shown(call, 200, Right.PROFILE_GET, kept));
  }

  private Outcome<Reply> update(Call call) {
    return Documents.read(call.body(), ProfileChange.class)
        .then(
            body ->
                call.version()
                    .then(
                        version ->
                            actor(call)
                                .then(
                                    actor ->
                                        identities
                                            .profiles()
                                            .update(
                                                actor,
                                                call.resource(),
                                                version,
                                                new Said(
                                                    body.name(),
                                                    body.description(),
                                                    body.email())))))
        .map(kept -> shown(call, 200, Right.PROFILE_UPDATE, kept));
  }

  private Outcome<Reply> delete(Call call) {
    return actor(call)
        .then(actor -> identities.profiles().delete(actor, call.resource()))
        .map(_ -> Reply.noContent());
  }

  private static Reply shown(Call call, int status, Right right, Kept<TrustedProfile> kept) {
    Optional<Context> context = Optional.of(Context.of(call, right));
    return Answers.tagged(status, Body.of(context, kept), kept);
  }

  private Outcome<Actor> actor(Call call) {
    return actor(call, call.parameter(ACCOUNT));
  }

  private Outcome<Actor> actor(Call call, Optional<String> account) {
    return identities.records().actor(call.by(), account);
  }
}
