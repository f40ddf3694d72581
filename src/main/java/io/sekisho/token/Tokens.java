package io.sekisho.token;

import io.sekisho.control.Store.Document;
import io.sekisho.credential.Holder;
import io.sekisho.credential.Mint;
import io.sekisho.credential.Token;
import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Sessions.Opened;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The token endpoint: takes what somebody has for an access token.
public final class Tokens {
  private static final String IBM = "urn:ibm:params:oauth:grant-type:";
  private static final String IETF = "urn:ietf:params:oauth:grant-type:";

  /// The grant types, as they are sent.
  public static final String API_KEY = IBM + "apikey";

  public static final String COMPUTE = IBM + "cr-token";
  public static final String ASSUME = IBM + "assume";
  public static final String REFRESH = "refresh_token";
  public static final String ID_TOKEN = IETF + "jwt-bearer";
  public static final String SAML = IETF + "saml2-bearer";

  private final Parts parts;
  private final Map<String, Grant> grants;

  public Tokens(Parts parts) {
    this.parts = parts;
    Profiles profiles = new Profiles(parts.standing);
    this.grants =
        Map.of(
            API_KEY, new ApiKeyGrant(parts),
            COMPUTE, new ComputeGrant(parts, profiles),
            ASSUME, new AssumeGrant(parts, profiles),
            REFRESH, new RefreshGrant(parts),
            ID_TOKEN, AssertionGrant.ofIdTokens(parts, profiles),
            SAML, AssertionGrant.ofSaml(parts, profiles));
  }

  /// What the endpoint stands on.
  ///
  /// @param apiKeys finds an API key by the hash of its secret, whichever account's it is
  /// @param operators the name of the operator whose key a text is, if it is one
  /// @param trail is told of every exchange, and says why it could not note it; without a note, no
  ///   token
  public record Parts(
      Mint mint,
      Standing standing,
      Sessions sessions,
      Bearers bearers,
      Function<String, Optional<Document>> apiKeys,
      Function<String, Optional<String>> operators,
      Function<Exchanged, Optional<Problem>> trail,
      InstantSource clock) {}

  /// What was given out.
  ///
  /// @param refreshToken only of logins
  public record Issued(Token token, Holder holder, Optional<String> refreshToken) {}

  /// The grant types that there are.
  public Set<String> grantTypes() {
    return grants.keySet();
  }

  /// A token, or why not.
  public Outcome<Issued> exchange(TokenRequest request) {
    parts.standing.catchUp();
    Attempt attempt = new Attempt(request, parts.clock.instant());
    Outcome<Issued> outcome =
        known(request)
            .then(_ -> attempt.required("grant_type"))
            .then(this::grant)
            .then(grant -> grant.decide(attempt))
            .then(permit -> issue(permit, attempt.now()));
    Optional<Problem> unnoted = parts.trail.apply(exchanged(attempt, outcome));
    return unnoted.isPresent() ? takenBack(outcome, unnoted.get()) : outcome;
  }

  /// What was given out is not, after all.
  private Outcome<Issued> takenBack(Outcome<Issued> outcome, Problem why) {
    if (outcome instanceof Outcome.Granted<Issued>(Issued issued)) {
      issued.holder().session().ifPresent(parts.sessions::end);
      return Outcome.refuse(why);
    }
    return outcome;
  }

  private static Outcome<TokenRequest> known(TokenRequest request) {
    return request.client().isEmpty() || request.client().get().known()
        ? Outcome.of(request)
        : Outcome.refuse(
            Problem.of(Code.UNAUTHENTICATED, "The client id or secret is not one that we know.")
                .header("Authorization"));
  }

  private Outcome<Grant> grant(String type) {
    Grant grant = grants.get(type);
    return grant != null
        ? Outcome.of(grant)
        : Outcome.refuse(
            Attempt.invalid(
                "grant_type",
                "There is no such grant type." + Nearest.question(type, grants.keySet())));
  }

  private Outcome<Issued> issue(Permit permit, Instant now) {
    Optional<Opened> opened =
        permit
            .session()
            .map(
                most ->
                    parts.sessions.begin(permit.holder(), permit.account().inForce(), most, now));
    Holder holder = opened.map(it -> it.session().holder()).orElse(permit.holder());
    Instant end = now.plusSeconds(permit.account().inForce().accessTokenLife());
    end = earlier(end, permit.until());
    end = earlier(end, opened.map(it -> it.session().endsAt(permit.account().inForce())));
    Duration life = Duration.between(now, end);
    if (life.toSeconds() < 1) {
      return Outcome.refuse(
          Problem.of(Code.UNAUTHENTICATED, "What was sent is about to expire: log in again.")
              .status(400));
    }
    Token token = parts.mint.iamToken(holder, life, now);
    return Outcome.of(
        new Issued(
            token, holder, permit.refreshToken().or(() -> opened.map(Opened::refreshToken))));
  }

  private static Instant earlier(Instant end, Optional<Instant> other) {
    return other.filter(it -> it.isBefore(end)).orElse(end);
  }

  private Exchanged exchanged(Attempt attempt, Outcome<Issued> outcome) {
    TokenRequest request = attempt.request();
    return new Exchanged(
        attempt.now(),
        request.value("grant_type").filter(grants::containsKey).orElse(""),
        attempt.account(),
        attempt.iamId(),
        attempt.name(),
        attempt.behind(),
        request.client().filter(TokenRequest.Client::known).map(it -> it.id()).orElse("default"),
        request.from(),
        outcome instanceof Outcome.Granted<Issued>(Issued issued)
            ? Optional.of(issued.holder())
            : Optional.empty(),
        outcome instanceof Outcome.Refused<Issued>(Problem problem)
            ? Optional.of(problem)
            : Optional.empty());
  }
}
