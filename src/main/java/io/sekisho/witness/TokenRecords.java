package io.sekisho.witness;

import io.sekisho.audit.Action;
import io.sekisho.audit.Activity;
import io.sekisho.audit.Activity.Credential;
import io.sekisho.audit.Activity.Initiator;
import io.sekisho.audit.Activity.Result;
import io.sekisho.audit.Activity.Target;
import io.sekisho.audit.Detail;
import io.sekisho.credential.Holder;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Problem;
import io.sekisho.token.Exchanged;
import io.sekisho.token.Tokens;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Puts token exchanges on record before their tokens are handed out.
///
/// One that failed before it was clear whose identity it is about leaves nothing: anyone can make
/// as many of those as they like, and nobody's trail is the place for them.
public final class TokenRecords implements Function<Exchanged, Optional<Problem>> {
  private static final String SERVICE_ID = "iam-ServiceId-";

  private final Tally tally;

  public TokenRecords(Tally tally) {
    this.tally = tally;
  }

  /// @return why it is not on record
  @Override
  public Optional<Problem> apply(Exchanged exchange) {
    Optional<AccountId> account = exchange.holder().map(Holder::account).or(exchange::account);
    return account.flatMap(it -> tally.record(activity(exchange, action(exchange), it)));
  }

  private static Activity activity(Exchanged exchange, Action action, AccountId account) {
    return new Activity(
        UUID.randomUUID().toString(),
        exchange.at(),
        exchange.from().trace(),
        action,
        account,
        initiator(exchange),
        target(exchange, account),
        exchange.refusal().map(Result::refused).orElseGet(() -> Result.success(200)),
        List.of(),
        details(exchange));
  }

  private static Action action(Exchanged exchange) {
    return switch (exchange.grant()) {
      case Tokens.API_KEY ->
          exchange.iamId().startsWith(SERVICE_ID)
              ? Action.SERVICE_ID_API_KEY_LOGIN
              : Action.USER_API_KEY_LOGIN;
      case Tokens.COMPUTE -> Action.COMPUTE_RESOURCE_LOGIN;
      case Tokens.REFRESH -> Action.REFRESH_LOGIN;
      default -> Action.PROFILE_LOGIN; // whoever assumes one, by a token or an assertion
    };
  }

  private static Initiator initiator(Exchanged exchange) {
    Initiator asker =
        Initiator.of(
            exchange.iamId(),
            exchange.name(),
            type(exchange.iamId()),
            credential(exchange),
            exchange.from().host(),
            exchange.from().agent());
    return exchange
        .behind()
        .map(behind -> asker.actedBy(behind.iamId(), behind.name()))
        .orElse(asker);
  }

  private static Activity.Type type(String iamId) {
    if (iamId.startsWith(SERVICE_ID)) {
      return Activity.Type.SERVICE_ID;
    }
    if (iamId.startsWith("iam-Profile-")) {
      return Activity.Type.PROFILE;
    }
    if (iamId.startsWith("crn-")) {
      return Activity.Type.COMPUTE_RESOURCE;
    }
    return iamId.startsWith("iam-Operator-") ? Activity.Type.OPERATOR : Activity.Type.USER;
  }

  private static Credential credential(Exchanged exchange) {
    return switch (exchange.grant()) {
      case Tokens.API_KEY ->
          exchange.iamId().startsWith(SERVICE_ID)
              ? Credential.SERVICE_ID_API_KEY
              : Credential.API_KEY;
      case Tokens.COMPUTE -> Credential.INSTANCE_IDENTITY_TOKEN;
      case Tokens.ID_TOKEN, Tokens.SAML -> Credential.USER;
      default -> Credential.TOKEN;
    };
  }

  /// Whom the token is for; of a refused one, who asked.
  private static Target target(Exchanged exchange, AccountId account) {
    return exchange
        .holder()
        .map(
            holder ->
                TrustedProfile.isId(holder.identifier())
                    ? new Target(
                        new Crn("iam-identity", "", account, "profile", holder.identifier())
                            .toString(),
                        holder.identifier(),
                        holder.name())
                    : new Target("", holder.iamId(), holder.name()))
        .orElseGet(() -> new Target("", exchange.iamId(), exchange.name()));
  }

  private static Map<Detail, String> details(Exchanged exchange) {
    Map<Detail, String> details = new EnumMap<>(Detail.class);
    details.put(Detail.GRANT_TYPE, exchange.grant());
    details.put(Detail.CLIENT_ID, exchange.clientId());
    exchange
        .holder()
        .ifPresent(
            holder -> {
              details.put(Detail.SCOPE, holder.scope());
              holder.session().ifPresent(id -> details.put(Detail.SESSION_ID, id));
            });
    return details;
  }
}
