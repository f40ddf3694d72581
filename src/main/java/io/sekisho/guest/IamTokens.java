package io.sekisho.guest;

import io.sekisho.credential.Token;
import io.sekisho.http.Response;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.trust.Asked;
import io.sekisho.trust.Assumption;
import io.sekisho.trust.Decision;
import java.util.Optional;

/// `POST …/iam_token(s)`: exchanges the identity token for an IAM token of a trusted profile.
final class IamTokens {
  private static final int MAX_NAME = 512;

  private final Issuer issuer;

  IamTokens(Issuer issuer) {
    this.issuer = issuer;
  }

  Outcome<Credential> create(Visit visit) {
    return Body.parse(visit.request().body(), "trusted_profile")
        .then(body -> body.object("trusted_profile", "id", "crn"))
        .then(IamTokens::asked)
        .then(asked -> choose(visit, asked).map(trust -> credential(visit, trust, asked)));
  }

  private Credential credential(Visit visit, Trust trust, Asked asked) {
    return new Credential(() -> mint(visit, trust), later -> choose(later, asked));
  }

  private static Outcome<Asked> asked(Optional<Body> profile) {
    if (profile.isEmpty()) {
      return Outcome.of(Asked.NOTHING);
    }
    Body body = profile.get();
    return body.text("id", MAX_NAME)
        .then(id -> body.text("crn", MAX_NAME).map(crn -> new Asked(id, crn)));
  }

  /// The guest hears the same words for every way of not being trusted; the log has the reason.
  private static Outcome<Trust> choose(Visit visit, Asked asked) {
    Decision decision = Assumption.choose(visit.subject(), asked, visit.snapshot()::profile);
    return switch (decision.outcome()) {
      case Outcome.Granted<TrustedProfile>(TrustedProfile profile) ->
          Outcome.of(new Trust(profile, decision.reason().by()));
      case Outcome.Refused<TrustedProfile>(Problem problem) ->
          Outcome.refuse(problem.detail(decision.reason().sentence()));
    };
  }

  /// A profile, and what in it trusts the caller: the token dies with either.
  private record Trust(TrustedProfile profile, String by) {}

  private Response mint(Visit visit, Trust trust) {
    return switch (issuer.iamToken(visit.subject(), trust.profile, trust.by, visit.now())) {
      case Outcome.Refused<Token>(Problem problem) -> {
        visit.refused(problem);
        yield Replies.refusal(problem, visit.request().trace());
      }
      case Outcome.Granted<Token>(Token token) -> {
        visit.gave("iam_token", trust.profile.id());
        yield reply(token);
      }
    };
  }

  private static Response reply(Token token) {
    return Replies.json(
        200,
        out -> {
          out.writeStringProperty("access_token", token.value());
          Replies.life(out, token.createdAt(), token.expiresAt());
        });
  }
}
