package io.sekisho.iamapi;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Bearers;
import io.sekisho.token.Introspection;
import io.sekisho.token.TokenRequest;
import io.sekisho.token.TokenRequest.Client;
import io.sekisho.token.Tokens;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.web.Call;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The token endpoint and what belongs to it. Anyone may ask: what is sent says who it is.
public final class TokenRoutes {
  private static final Set<String> FORM = Set.of("application/x-www-form-urlencoded");
  private static final String TOKEN = "/identity/token";
  private static final String BASIC = "basic";

  private final Tokens tokens;
  private final Introspection introspection;
  private final String issuer;

  /// @param issuer the `iss` of IAM tokens
  public TokenRoutes(Tokens tokens, Introspection introspection, String issuer) {
    this.tokens = tokens;
    this.introspection = introspection;
    this.issuer = issuer;
  }

  public List<Route> table() {
    return List.of(
        Route.open("POST", TOKEN, this::exchange)
            .taking(FORM, TokenShapes.REQUEST)
            .answering(200, TokenShapes.ISSUED)
            .refusing(TokenShapes.REFUSAL),
        Route.open("POST", "/identity/introspect", this::introspect)
            .with(Set.of("pretty"))
            .taking(FORM, TokenShapes.TOKEN)
            .answering(200, TokenShapes.INTROSPECTED)
            .refusing(TokenShapes.REFUSAL),
        Route.open("POST", "/identity/revoke", this::revoke)
            .taking(FORM, TokenShapes.TOKEN)
            .answering(200, Map.class)
            .refusing(TokenShapes.REFUSAL),
        Route.open("GET", "/identity/.well-known/openid-configuration", this::configuration)
            .answering(200, TokenShapes.CONFIGURATION));
  }

  private Outcome<Reply> exchange(Call call) {
    return answered(call, request(call).then(tokens::exchange).map(TokenRoutes::reply));
  }

  private Outcome<Reply> introspect(Call call) {
    return answered(call, token(call).map(token -> Reply.json(200, introspection.of(token))));
  }

  /// RFC 7009: what is no token, or none any more, is revoked already.
  private Outcome<Reply> revoke(Call call) {
    return answered(
        call,
        token(call)
            .map(
                token -> {
                  introspection.revoke(token);
                  return Reply.json(200, Map.of());
                }));
  }

  private Outcome<Reply> configuration(Call call) {
    String base = base(call);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("issuer", issuer);
    all.put("token_endpoint", base + TOKEN);
    all.put("introspection_endpoint", base + "/identity/introspect");
    all.put("revocation_endpoint", base + "/identity/revoke");
    all.put("jwks_uri", base + "/identity/keys");
    all.put("grant_types_supported", new TreeSet<>(tokens.grantTypes()));
    all.put("response_types_supported", List.of("cloud_iam"));
    all.put("subject_types_supported", List.of("public"));
    all.put("id_token_signing_alg_values_supported", List.of("RS256"));
    all.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "none"));
    all.put("scopes_supported", List.of("ibm", "openid"));
    return Outcome.of(Reply.json(200, all));
  }

  private static Reply reply(Issued issued) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", issued.token().value());
    body.put("refresh_token", issued.refreshToken().orElse("not_supported"));
    body.put("token_type", "Bearer");
    body.put("expires_in", issued.token().life().toSeconds());
    body.put("expiration", issued.token().expiresAt().getEpochSecond());
    body.put("scope", issued.holder().scope());
    issued.holder().session().ifPresent(session -> body.put("session_id", session));
    return Reply.json(200, body).with("Pragma", "no-cache");
  }

  private static Outcome<Reply> answered(Call call, Outcome<Reply> outcome) {
    return switch (outcome) {
      case Outcome.Granted<Reply> granted -> granted;
      case Outcome.Refused<Reply>(Problem problem) ->
          Outcome.of(TokenErrors.of(problem, from(call), base(call)));
    };
  }

  private Outcome<TokenRequest> request(Call call) {
    Set<String> addresses = new TreeSet<>(List.of(base(call) + TOKEN, issuer + "/token"));
    return form(call.body())
        .then(
            form ->
                client(call).map(client -> new TokenRequest(form, client, addresses, from(call))));
  }

  private Outcome<String> token(Call call) {
    return client(call)
        .then(
            client ->
                client.isEmpty() || client.get().known()
                    ? form(call.body())
                    : Outcome.refuse(unknownClient()))
        .then(
            form ->
                Optional.ofNullable(form.get("token"))
                    .filter(it -> !it.isBlank())
                    .map(Outcome::of)
                    .orElseGet(
                        () ->
                            Outcome.refuse(
                                Problem.of(
                                        Code.MISSING_VALUE,
                                        "Property 'token' either missing or empty.")
                                    .parameter("token"))));
  }

  /// A form in which everything is said once: of two values, one would have been looked at by
  /// somebody else.
  private static Outcome<Map<String, String>> form(byte[] body) {
    Map<String, String> form = new LinkedHashMap<>();
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        if (form.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
          return Outcome.refuse(
              Problem.of(Code.INVALID_VALUE, "Give " + name + " once.").parameter(name));
        }
      }
      return Outcome.of(form);
    } catch (IllegalArgumentException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_REQUEST, "A percent sign in the form needs two digits."));
    }
  }

  /// Which program asks; none if it does not say. SDKs send a bearer token along as well, where
  /// they have one: that is no client.
  private static Outcome<Optional<Client>> client(Call call) {
    Optional<String> sent =
        call.header("Authorization")
            .filter(it -> it.regionMatches(true, 0, BASIC, 0, BASIC.length()));
    if (sent.isEmpty()) {
      return Outcome.of(Optional.empty());
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(sent.get().substring(BASIC.length()).strip());
      String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return pair.length == 2
          ? Outcome.of(Optional.of(new Client(pair[0], pair[1])))
          : Outcome.refuse(unknownClient());
    } catch (IllegalArgumentException e) {
      return Outcome.refuse(unknownClient());
    }
  }

  private static Problem unknownClient() {
    return Problem.of(Code.UNAUTHENTICATED, "The client id or secret is not one that we know.")
        .header("Authorization");
  }

  private static Bearers.From from(Call call) {
    return new Bearers.From(call.by().host(), call.by().agent(), call.by().trace());
  }

  /// As the caller addresses us: the gate let in only names of ours.
  private static String base(Call call) {
    return "https://" + call.header("Host").orElse("localhost");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
