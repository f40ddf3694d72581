package io.sekisho.iamapi;

import io.sekisho.control.Initiator;
import io.sekisho.iam.AccountSettings;
import io.sekisho.identity.Actor;
import io.sekisho.identity.ApiKeys;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Right;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Callers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Permissions that hang on more than a path: people do with their own keys and data what they
/// like, and some settings of an account decide whether a policy is needed at all.
final class Permits {
  private static final String RESTRICTED = "RESTRICTED";

  private final Identities identities;
  private final Callers callers;

  Permits(Identities identities, Callers callers) {
    this.identities = identities;
    this.callers = callers;
  }

  /// The actor, if a policy grants it this.
  Outcome<Actor> granted(Actor actor, Right right, Map<String, String> resource) {
    return callers
        .refusal(actor.by(), right.action(), resource)
        .map(Outcome::<Actor>refuse)
        .orElseGet(() -> Outcome.of(actor));
  }

  /// The same, unless the account leaves it to everyone in it. Everyone means people: programs need
  /// a policy for whatever they do.
  Outcome<Actor> restrictable(
      Actor actor, Right right, Function<AccountSettings, Optional<String>> setting) {
    return identities
        .settings()
        .get(actor)
        .then(
            kept -> {
              boolean restricted = setting.apply(kept.value()).equals(Optional.of(RESTRICTED));
              boolean open = !restricted && actor.by().type() == Initiator.Type.USER;
              return open ? Outcome.of(actor) : granted(actor, right, Map.of());
            });
  }

  /// Something with a key of an identity.
  ///
  /// @param own what a person needs no policy for with its own keys
  Outcome<Actor> key(Actor actor, String iamId, Right own) {
    if (iamId.startsWith(ApiKeys.SERVICE_ID)) {
      String service = iamId.substring("iam-".length());
      return granted(actor, own, Map.of("resourceType", "serviceid", "resource", service));
    }
    if (self(actor, iamId)) {
      return own == Right.API_KEY_CREATE
          ? restrictable(
              actor, Right.USER_API_KEY_CREATE, AccountSettings::restrictCreatePlatformApiKey)
          : Outcome.of(actor);
    }
    return switch (own) {
      case API_KEY_GET, API_KEY_LIST -> granted(actor, own, Map.of());
      case API_KEY_CREATE -> forAnother(actor);
      default -> granted(actor, Right.API_KEY_MANAGE, Map.of());
    };
  }

  /// Whoever makes a key for another person could act as that person.
  private static Outcome<Actor> forAnother(Actor actor) {
    return actor.by().type() == Initiator.Type.OPERATOR
        ? Outcome.of(actor)
        : Outcome.refuse(
            Problem.of(Code.UNAUTHORIZED, "You can make API keys for yourself and for service IDs.")
                .field("iam_id"));
  }

  static boolean self(Actor actor, String iamId) {
    return actor.by().type() == Initiator.Type.USER && actor.by().id().equals(iamId);
  }
}
