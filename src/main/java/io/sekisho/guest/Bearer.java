package io.sekisho.guest;

import io.sekisho.credential.Mint;
import io.sekisho.credential.Verified;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Subject;
import java.util.Optional;

/// Checks the identity token of a request: genuine, in time, this instance's own, not revoked.
///
/// Whatever is wrong, the caller hears the same words: a guess must not be told apart from a token
/// of somebody else.
final class Bearer {
  private static final String SCHEME = "Bearer ";
  private static final Problem REFUSAL =
      Problem.of(
          Code.UNAUTHENTICATED,
          "The identity token is missing, expired, malformed or not this instance's own. Ask for one"
              + " with PUT /identity/v1/token and send it as \"Authorization: Bearer <token>\".");

  private final Mint mint;

  Bearer(Mint mint) {
    this.mint = mint;
  }

  Outcome<Verified> check(Visit visit) {
    Optional<String> header = visit.request().headers().get("authorization");
    if (header.isEmpty() || !header.get().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refuse("no bearer token");
    }
    Optional<Verified> known =
        visit.caller().proof(header.get()).filter(proof -> visit.now().isBefore(proof.expiresAt()));
    if (known.isPresent()) {
      return own(known.get(), visit.subject());
    }
    return switch (mint.verify(header.get().substring(SCHEME.length()), visit.now())) {
      case Outcome.Refused<Verified>(Problem problem) -> refuse(problem.detail());
      case Outcome.Granted<Verified>(Verified proof) -> {
        visit.caller().proved(header.get(), proof);
        yield own(proof, visit.subject());
      }
    };
  }

  private static Outcome<Verified> own(Verified proof, Subject subject) {
    return proof.admits(subject.compute())
        ? Outcome.of(proof)
        : refuse("the token is another compute resource's, or was revoked: " + proof.computeId());
  }

  private static Outcome<Verified> refuse(String detail) {
    return Outcome.refuse(REFUSAL.detail(detail));
  }
}
