package io.sekisho.guest;

import io.sekisho.credential.Mint;
import io.sekisho.credential.Token;
import io.sekisho.http.Answer;
import io.sekisho.http.Response;
import io.sekisho.iam.ComputeType;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Outcome;
import java.time.Duration;
import java.util.Optional;

/// `POST …/iam_token(s)`: exchanges the identity token for an IAM token of a trusted profile.
final class IamTokens {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int MAX_NAME = 512;

  private final Mint mint;

  IamTokens(Mint mint) {
    this.mint = mint;
  }

  Outcome<Answer> create(Visit visit) {
    return Body.parse(visit.request().body(), "trusted_profile")
        .then(body -> body.object("trusted_profile", "id", "crn"))
        .then(IamTokens::asked)
        .then(asked -> Assumption.choose(visit.subject(), asked, visit.snapshot()::profile))
        .map(profile -> new Answer.Later(() -> mint(visit, profile)));
  }

  private Response mint(Visit visit, TrustedProfile profile) {
    Token token = mint.iamToken(visit.subject(), profile, LIFE, visit.now());
    visit.caller().did(Deed.gave("iam_token", action(visit), profile.id()));
    return Replies.json(
        200,
        out -> {
          out.writeStringProperty("access_token", token.value());
          Replies.life(out, token.createdAt(), token.expiresAt());
        });
  }

  private static String action(Visit visit) {
    return visit.subject().compute().type() == ComputeType.VSI
        ? "is.metadata.computeresource-token.request"
        : "is.metadata.computeresource-token.read";
  }
}
