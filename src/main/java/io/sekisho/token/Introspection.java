package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Held;
import io.sekisho.problem.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may be told of a token to whoever has it (RFC 7662): whether it counts, and what it says.
public final class Introspection {
  private static final Map<String, Object> INACTIVE = Map.of("active", false);

  private final Bearers bearers;
  private final Sessions sessions;
  private final String issuer;

  /// @param issuer the `iss` of our tokens
  public Introspection(Bearers bearers, Sessions sessions, String issuer) {
    this.bearers = bearers;
    this.sessions = sessions;
    this.issuer = issuer;
  }

  /// The answer about a token, under the names of its claims.
  public Map<String, Object> of(String token) {
    bearers.catchUp();
    return bearers.held(token) instanceof Outcome.Granted<Held>(Held held)
        ? active(held)
        : INACTIVE;
  }

  /// Ends the session of an access token or refresh token (RFC 7009). A token without a session
  /// ends by itself, or with what it stands on.
  public void revoke(String token) {
    sessions
        .ofRefreshToken(token)
        .map(Session::id)
        .or(
            () ->
                bearers.held(token) instanceof Outcome.Granted<Held>(Held held)
                    ? held.holder().session()
                    : Optional.empty())
        .ifPresent(sessions::end);
  }

  private Map<String, Object> active(Held held) {
    Holder holder = held.holder();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("active", true);
    all.put("iam_id", holder.iamId());
    all.put("id", holder.iamId());
    all.put("realmid", holder.realm());
    all.put("jti", held.id());
    all.put("identifier", holder.identifier());
    all.put("name", holder.name());
    holder.email().ifPresent(email -> all.put("email", email));
    all.put("sub", holder.sub());
    holder.type().ifPresent(type -> all.put("sub_type", type));
    holder.behind().ifPresent(behind -> all.put("authn", behind));
    all.put("account", Map.of("valid", true, "bss", holder.account().value()));
    all.put("iat", held.issuedAt().getEpochSecond());
    all.put("exp", held.expiresAt().getEpochSecond());
    all.put("iss", issuer);
    all.put("grant_type", holder.grantType());
    all.put("scope", holder.scope());
    all.put("client_id", holder.clientId());
    all.put("acr", 1);
    all.put("amr", List.of(holder.method()));
    holder.session().ifPresent(session -> all.put("session_id", session));
    return all;
  }
}
