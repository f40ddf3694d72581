package io.sekisho.guest;

import io.sekisho.credential.Mint;
import io.sekisho.credential.Token;
import io.sekisho.http.Answer;
import io.sekisho.http.Response;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Duration;
import java.util.Optional;

/// `PUT …/token`: a signed statement of who the instance is, which it then shows with every other
/// request. The caller was told by the wire; nothing in the request says who it is.
final class IdentityTokens {
  private static final int MIN_SECONDS = 5;
  private static final int MAX_SECONDS = 3600;
  private static final int DEFAULT_SECONDS = 300;
  private static final int MAX_NONCE = 256;
  private static final String FLAVOR = "Metadata-Flavor";

  private final Mint mint;

  IdentityTokens(Mint mint) {
    this.mint = mint;
  }

  Outcome<Answer> create(Visit visit) {
    return flavored(visit)
        .then(ok -> Body.parse(visit.request().body(), "expires_in", "nonce"))
        .then(
            body ->
                body.integer("expires_in", MIN_SECONDS, MAX_SECONDS, DEFAULT_SECONDS)
                    .then(
                        seconds ->
                            body.text("nonce", MAX_NONCE)
                                .map(nonce -> Answer.later(() -> mint(visit, seconds, nonce)))));
  }

  private Response mint(Visit visit, int seconds, Optional<String> nonce) {
    Token token =
        mint.identityToken(visit.subject(), Duration.ofSeconds(seconds), nonce, visit.now());
    visit.gave("identity_token", visit.subject().compute().id());
    return Replies.json(
        200,
        out -> {
          out.writeStringProperty("access_token", token.value());
          Replies.life(out, token.createdAt(), token.expiresAt());
          nonce.ifPresent(text -> out.writeStringProperty("nonce", text));
        });
  }

  /// A header that no form and no link can send: keeps simple request forgery out.
  private static Outcome<Boolean> flavored(Visit visit) {
    Optional<String> flavor = visit.request().headers().get("metadata-flavor");
    if (flavor.filter(value -> value.equalsIgnoreCase("ibm")).isPresent()) {
      return Outcome.of(true);
    }
    Code code =
        flavor.filter(value -> !value.isEmpty()).isPresent()
            ? Code.INVALID_VALUE
            : Code.MISSING_VALUE;
    return Outcome.refuse(
        Problem.of(code, "Send the header \"" + FLAVOR + ": ibm\" with this request.")
            .header(FLAVOR));
  }
}
