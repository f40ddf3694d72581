package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.credential.Verified;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.trust.Assumption;
import io.sekisho.trust.Reason;
import io.sekisho.vpc.Subject;
import java.util.Optional;

/// An identity token of a compute resource for a token of a trusted profile: IBM's way before the
/// metadata service had its own, which some clients still go.
final class ComputeGrant implements Grant {
  private final Tokens.Parts parts;
  private final Profiles profiles;

  ComputeGrant(Tokens.Parts parts, Profiles profiles) {
    this.parts = parts;
    this.profiles = profiles;
  }

  @Override
  public Outcome<Permit> decide(Attempt attempt) {
    return attempt
        .required("cr_token")
        .then(token -> subject(attempt, token))
        .then(subject -> permit(attempt, subject));
  }

  private Outcome<Subject> subject(Attempt attempt, String token) {
    return switch (parts.mint().verify(token, parts.standing()::identityKeys, attempt.now())) {
      case Outcome.Refused<Verified>(Problem problem) -> refuse(problem.detail());
      case Outcome.Granted<Verified>(Verified verified) -> {
        Optional<Subject> subject =
            parts
                .standing()
                .snapshot()
                .subject(verified.computeId())
                .filter(it -> verified.admits(it.compute()));
        subject.ifPresent(it -> note(attempt, it));
        // Where the service is off, its tokens are worth nothing.
        yield subject
            .filter(Subject::served)
            .map(Outcome::of)
            .orElseGet(() -> refuse("the compute resource is gone, off, or its token revoked"));
      }
    };
  }

  private Outcome<Permit> permit(Attempt attempt, Subject subject) {
    return profiles
        .named(attempt, Optional.of(subject.account().id()))
        .then(profile -> assume(subject, profile))
        .then(holder -> Addresses.admit(parts.standing(), holder, attempt))
        .map(holder -> Permit.of(holder, subject.account()));
  }

  private static Outcome<Holder> assume(Subject subject, TrustedProfile profile) {
    Reason reason = Assumption.judge(subject, profile);
    return reason instanceof Reason.Trusting
        ? Outcome.of(Holder.of(subject, profile, reason.by()))
        : Profiles.untrusting(reason.sentence());
  }

  private static void note(Attempt attempt, Subject subject) {
    String crn = subject.compute().identity().crn().toString();
    attempt.by(subject.account().id(), "crn-" + crn, subject.compute().identity().name());
  }

  private static Outcome<Subject> refuse(String detail) {
    return Outcome.refuse(
        Problem.of(
                Code.UNAUTHENTICATED,
                "The compute resource token is expired or not valid here: get a new one.")
            .status(400)
            .parameter("cr_token")
            .detail(detail));
  }
}
