package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.JSON;

import io.sekisho.control.Kept;
import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.AccountSettings.DomainRestriction;
import io.sekisho.iam.AccountSettings.UserMfa;
import io.sekisho.iamapi.Answers.Context;
import io.sekisho.iamapi.Answers.History;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Identities;
import io.sekisho.identity.IdentitySettings;
import io.sekisho.identity.Right;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An account's settings for its identities.
final class SettingsRoutes {
  private static final String SETTINGS = "/v1/accounts/{account_id}/settings/identity";
  private static final String EFFECTIVE = "/v1/accounts/{account_id}/effective_settings/identity";
  private static final Set<String> PARAMETERS = Set.of("include_history", "resolve_user_mfa");
  private static final String NOT_SET = IdentitySettings.NOT_SET;

  private final Identities identities;

  SettingsRoutes(Identities identities) {
    this.identities = identities;
  }

  List<Route> table() {
    return List.of(
        Answers.route("GET", SETTINGS, Right.ACCOUNT_GET, this::get)
            .with(PARAMETERS)
            .answering(200, Body.class),
        Answers.route("PUT", SETTINGS, Right.ACCOUNT_UPDATE, this::update)
            .taking(JSON, Change.class)
            .versioned()
            .answering(200, Body.class),
        Answers.route("GET", EFFECTIVE, Right.ACCOUNT_GET, this::effective)
            .with(PARAMETERS)
            .answering(200, EffectiveBody.class));
  }

  /// Where invitations may go, as it was sent.
  record Domain(
      Optional<String> realmId,
      Optional<List<String>> invitationEmailAllowPatterns,
      Optional<Boolean> restrictInvitation) {
    DomainRestriction restriction() {
      return new DomainRestriction(
          realmId.orElse(""),
          invitationEmailAllowPatterns.orElse(List.of()),
          restrictInvitation.orElse(false));
    }
  }

  /// Who is exempted from the account's rule, as it was sent.
  record Exempted(Optional<String> iamId, Optional<String> mfa) {
    UserMfa said() {
      return new UserMfa(iamId.orElse(""), mfa.orElse(""));
    }
  }

  /// The body of an update.
  record Change(
      Optional<String> restrictCreateServiceId,
      Optional<String> restrictCreatePlatformApikey,
      Optional<String> allowedIpAddresses,
      Optional<String> mfa,
      Optional<List<Exempted>> userMfa,
      Optional<String> sessionExpirationInSeconds,
      Optional<String> sessionInvalidationInSeconds,
      Optional<String> maxSessionsPerIdentity,
      Optional<String> systemAccessTokenExpirationInSeconds,
      Optional<String> systemRefreshTokenExpirationInSeconds,
      Optional<String> restrictUserListVisibility,
      Optional<List<Domain>> restrictUserDomains) {
    IdentitySettings.Said said() {
      return new IdentitySettings.Said(
          sessionExpirationInSeconds,
          sessionInvalidationInSeconds,
          maxSessionsPerIdentity,
          systemAccessTokenExpirationInSeconds,
          systemRefreshTokenExpirationInSeconds,
          restrictCreateServiceId,
          restrictCreatePlatformApikey,
          restrictUserListVisibility,
          allowedIpAddresses,
          mfa,
          userMfa.map(all -> all.stream().map(Exempted::said).toList()),
          restrictUserDomains.map(all -> all.stream().map(Domain::restriction).toList()));
    }
  }

  /// The settings as they were decided.
  record Body(
      Optional<Context> context,
      String accountId,
      String entityTag,
      List<History> history,
      String restrictCreateServiceId,
      String restrictCreatePlatformApikey,
      String allowedIpAddresses,
      String mfa,
      String sessionExpirationInSeconds,
      String sessionInvalidationInSeconds,
      String maxSessionsPerIdentity,
      String systemAccessTokenExpirationInSeconds,
      String systemRefreshTokenExpirationInSeconds,
      String restrictUserListVisibility,
      List<UserMfa> userMfa,
      List<DomainRestriction> restrictUserDomains) {
    static Body of(
        Optional<Context> context, Actor actor, Kept<AccountSettings> kept, boolean history) {
      AccountSettings it = kept.value();
      return new Body(
          context,
          actor.account().value(),
          kept.tag(),
          it.stamps()
              .flatMap(stamps -> History.of(history, actor.account(), stamps))
              .orElse(List.of()),
          it.restrictCreateServiceId().orElse(NOT_SET),
          it.restrictCreatePlatformApiKey().orElse(NOT_SET),
          it.allowedIpAddresses().orElse(""),
          it.mfa().orElse("NONE"),
          number(it.sessionExpirationSeconds()),
          number(it.sessionInvalidationSeconds()),
          number(it.maxSessionsPerIdentity()),
          number(it.accessTokenSeconds()),
          number(it.refreshTokenSeconds()),
          it.restrictUserListVisibility().orElse(NOT_SET),
          it.userMfa(),
          it.restrictUserDomains());
    }

    private static String number(Optional<Integer> decided) {
      return decided.map(Object::toString).orElse(NOT_SET);
    }
  }

  /// What is in force, decided or not.
  record Effective(
      String restrictCreateServiceId,
      String restrictCreatePlatformApikey,
      String restrictUserListVisibility,
      String allowedIpAddresses,
      String mfa,
      List<UserMfa> userMfa,
      String sessionExpirationInSeconds,
      String sessionInvalidationInSeconds,
      String maxSessionsPerIdentity,
      String systemAccessTokenExpirationInSeconds,
      String systemRefreshTokenExpirationInSeconds) {
    private static final String OPEN = "NOT_RESTRICTED";

    static Effective of(AccountSettings it) {
      return new Effective(
          it.restrictCreateServiceId().orElse(OPEN),
          it.restrictCreatePlatformApiKey().orElse(OPEN),
          it.restrictUserListVisibility().orElse(OPEN),
          it.allowedIpAddresses().orElse(""),
          it.mfa().orElse("NONE"),
          it.userMfa(),
          Integer.toString(it.sessionLife()),
          Integer.toString(it.sessionIdle()),
          it.maxSessionsPerIdentity().map(Object::toString).orElse(NOT_SET),
          Integer.toString(it.accessTokenLife()),
          Integer.toString(it.refreshTokenLife()));
    }
  }

  /// Both.
  record EffectiveBody(Context context, String accountId, Effective effective, Body account) {}

  private Outcome<Reply> get(Call call) {
    return asked(
        call,
        (actor, kept, history) ->
            Answers.tagged(
                200, Body.of(context(call, Right.ACCOUNT_GET), actor, kept, history), kept));
  }

  private Outcome<Reply> effective(Call call) {
    return asked(
        call,
        (actor, kept, history) ->
            Reply.json(
                200,
                new EffectiveBody(
                    Context.of(call, Right.ACCOUNT_GET),
                    actor.account().value(),
                    Effective.of(kept.value()),
                    Body.of(Optional.empty(), actor, kept, history))));
  }

  @FunctionalInterface
  private interface Shown {
    Reply of(Actor actor, Kept<AccountSettings> kept, boolean history);
  }

  private Outcome<Reply> asked(Call call, Shown shown) {
    return call.parameters()
        .flag("include_history")
        .then(
            history ->
                actor(call)
                    .then(
                        actor ->
                            identities
                                .settings()
                                .get(actor)
                                .map(kept -> shown.of(actor, kept, history))));
  }

  private Outcome<Reply> update(Call call) {
    return Documents.read(call.body(), Change.class)
        .then(
            body ->
                call.version()
                    .then(
                        version -> actor(call).then(actor -> update(call, actor, version, body))));
  }

  private Outcome<Reply> update(Call call, Actor actor, String version, Change body) {
    return identities
        .settings()
        .update(actor, version, body.said())
        .map(
            kept ->
                Answers.tagged(
                    200, Body.of(context(call, Right.ACCOUNT_UPDATE), actor, kept, true), kept));
  }

  private Outcome<Actor> actor(Call call) {
    return identities.records().actor(call.by(), Optional.of(call.resource()));
  }

  private static Optional<Context> context(Call call, Right right) {
    return Optional.of(Context.of(call, right));
  }
}
