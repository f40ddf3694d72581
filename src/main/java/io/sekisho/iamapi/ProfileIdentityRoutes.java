package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.JSON;
import static io.sekisho.iamapi.ProfileRoutes.PROFILE;

import io.sekisho.control.Kept;
import io.sekisho.iam.ProfileIdentity;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Identities;
import io.sekisho.identity.ProfileIdentities;
import io.sekisho.identity.Right;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Identities that a trusted profile names.
final class ProfileIdentityRoutes {
  private static final String IDENTITIES = PROFILE + "/identities";
  private static final String OF_TYPE = IDENTITIES + "/{identity_type}";
  private static final String IDENTITY = OF_TYPE + "/{identifier_id}";

  private final Identities identities;

  ProfileIdentityRoutes(Identities identities) {
    this.identities = identities;
  }

  List<Route> table() {
    Right get = Right.PROFILE_GET;
    Right update = Right.PROFILE_UPDATE;
    return List.of(
        Answers.part("GET", IDENTITIES, get, this::identities).answering(200, IdentityList.class),
        Answers.part("PUT", IDENTITIES, update, this::setIdentities)
            .taking(JSON, IdentityChange.class)
            .versioned()
            .answering(200, IdentityList.class),
        Answers.part("POST", OF_TYPE, update, this::addIdentity)
            .taking(JSON, NewIdentity.class)
            .answering(200, IdentityBody.class),
        Answers.part("GET", IDENTITY, get, this::identity).answering(200, IdentityBody.class),
        Answers.part("DELETE", IDENTITY, update, this::deleteIdentity).silent());
  }

  /// An identity as it was sent.
  record NewIdentity(
      Optional<String> identifier,
      Optional<String> type,
      List<String> accounts,
      Optional<String> description) {
    ProfileIdentities.Said said() {
      return new ProfileIdentities.Said(
          identifier.orElse(""), type.orElse(""), accounts, description);
    }
  }

  /// The list as it was sent.
  record IdentityChange(List<NewIdentity> identities) {}

  /// An identity as IBM shows one.
  record IdentityBody(
      String iamId,
      String identifier,
      String type,
      Optional<List<String>> accounts,
      Optional<String> description) {
    static IdentityBody of(ProfileIdentity it) {
      return new IdentityBody(
          it.iamId(),
          it.identifier(),
          it.type().name().toLowerCase(Locale.ROOT),
          it.accounts().isEmpty() ? Optional.empty() : Optional.of(it.accounts()),
          Answers.some(it.description()));
    }
  }

  /// All identities that a profile names.
  record IdentityList(String entityTag, List<IdentityBody> identities) {}

  private Outcome<Reply> identities(Call call) {
    return inAccount(call, actor -> identities.identities().list(actor, id(call)))
        .map(ProfileIdentityRoutes::shown);
  }

  private Outcome<Reply> setIdentities(Call call) {
    return Documents.read(call.body(), IdentityChange.class)
        .map(body -> body.identities().stream().map(NewIdentity::said).toList())
        .then(
            all ->
                call.version()
                    .then(
                        version ->
                            inAccount(
                                call,
                                actor ->
                                    identities.identities().set(actor, id(call), version, all))))
        .map(ProfileIdentityRoutes::shown);
  }

  private static Reply shown(Kept<List<ProfileIdentity>> kept) {
    List<IdentityBody> all = kept.value().stream().map(IdentityBody::of).toList();
    return Answers.tagged(200, new IdentityList(kept.tag(), all), kept);
  }

  private Outcome<Reply> addIdentity(Call call) {
    return Documents.read(call.body(), NewIdentity.class, "identifier", "type")
        .then(
            body ->
                inAccount(
                    call,
                    actor ->
                        identities.identities().add(actor, id(call), call.second(), body.said())))
        .map(added -> Reply.json(200, IdentityBody.of(added)));
  }

  private Outcome<Reply> identity(Call call) {
    return inAccount(
            call,
            actor ->
                identities.identities().get(actor, id(call), call.second(), call.captures().get(2)))
        .map(found -> Reply.json(200, IdentityBody.of(found)));
  }

  private Outcome<Reply> deleteIdentity(Call call) {
    return inAccount(
            call,
            actor ->
                identities
                    .identities()
                    .delete(actor, id(call), call.second(), call.captures().get(2)))
        .map(_ -> Reply.noContent());
  }

  private static String id(Call call) {
    return call.resource();
  }

  private <T> Outcome<T> inAccount(Call call, Function<Actor, Outcome<T>> work) {
    return Answers.inAccount(identities, call, work);
  }
}
