package io.sekisho.fleetapi;

import io.sekisho.audit.Action;
import io.sekisho.audit.Activity;
import io.sekisho.audit.Detail;
import io.sekisho.control.Attempt;
import io.sekisho.control.AuditRecords;
import io.sekisho.control.Edition;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.credential.Authority;
import io.sekisho.credential.Certificates;
import io.sekisho.credential.Holder;
import io.sekisho.credential.Mint;
import io.sekisho.credential.Token;
import io.sekisho.fleet.Asking;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.roster.Roster;
import io.sekisho.trust.Asked;
import io.sekisho.trust.Assumption;
import io.sekisho.trust.Decision;
import io.sekisho.vpc.Subject;
import io.sekisho.witness.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signs for guests of nodes, whoever of them asks: what they may have is decided here, by what is
/// declared now, and for guests alone that are on the node that asks.
final class Minting {
  private final Ledger ledger;
  private final Mint mint;
  private final Authority authority;
  private final Tally tally;

  Minting(Ledger ledger, Mint mint, Authority authority, Tally tally) {
    this.ledger = ledger;
    this.mint = mint;
    this.authority = authority;
    this.tally = tally;
  }

  Outcome<Asking.Token> token(Initiator node, Asking.ForToken wanted) {
    Instant now = ledger.clock().instant();
    Asked asked = wanted.profile().map(it -> new Asked(it.id(), it.crn())).orElse(Asked.NOTHING);
    return onRecord(node, wanted.compute(), decide(node, wanted.compute(), asked))
        .then(
            trust -> {
              Subject guest = trust.guest;
              Duration life = Duration.ofSeconds(guest.account().inForce().accessTokenLife());
              Token token = mint.iamToken(Holder.of(guest, trust.profile, trust.by), life, now);
              Activity record =
                  AuditRecords.done(Action.NODE_REQUEST, trust.profile, node, now)
                      .telling(
                          List.of(),
                          Map.of(
                              Detail.NODE_ID, node.id(),
                              Detail.PROFILE_ID, trust.profile.id(),
                              Detail.COMPUTE_CRN, crn(guest)));
              // Signing takes a while: what was decided before is decided again.
              return kept(record)
                  .then(_ -> decide(node, wanted.compute(), asked))
                  .map(
                      again ->
                          new Asking.Token(
                              token.value(),
                              token.createdAt(),
                              token.expiresAt(),
                              again.profile.id(),
                              again.by));
            });
  }

  Outcome<Asking.Certificate> certificate(Initiator node, Asking.ForCertificate wanted) {
    Instant now = ledger.clock().instant();
    return onRecord(node, wanted.compute(), guest(node, wanted.compute()))
        .then(
            guest ->
                authority
                    .certify(wanted.csr(), guest, Duration.ofSeconds(wanted.expiresIn()), now)
                    .then(made -> given(node, guest, made, now)));
  }

  private Outcome<Asking.Certificate> given(
      Initiator node, Subject guest, Certificates made, Instant now) {
    Activity record =
        AuditRecords.done(Action.NODE_REQUEST, guest.compute(), node, now)
            .telling(
                List.of(), Map.of(Detail.NODE_ID, node.id(), Detail.SERIAL_NUMBER, made.serial()));
    return kept(record)
        .map(
            _ ->
                new Asking.Certificate(
                    made.certificates(),
                    made.createdAt(),
                    made.expiresAt(),
                    made.id(),
                    made.serial()));
  }

  /// A guest, the profile it gets and what in that trusts it.
  private record Trust(Subject guest, TrustedProfile profile, String by) {}

  private Outcome<Trust> decide(Initiator node, String compute, Asked asked) {
    return guest(node, compute)
        .then(
            guest -> {
              Decision decision =
                  Assumption.choose(guest, asked, ledger.edition().snapshot()::profile);
              return switch (decision.outcome()) {
                case Outcome.Granted<TrustedProfile>(TrustedProfile profile) ->
                    Outcome.of(new Trust(guest, profile, decision.reason().by()));
                case Outcome.Refused<TrustedProfile>(Problem problem) ->
                    Outcome.refuse(problem.detail(decision.reason().sentence()));
              };
            });
  }

  /// A guest that is on the node and served; of all others it is not said whether they are there.
  private Outcome<Subject> guest(Initiator node, String compute) {
    Edition now = ledger.edition();
    return Roster.at(now, compute)
        .filter(it -> it.node().equals(node.id()))
        .flatMap(_ -> now.snapshot().subject(compute))
        .filter(Subject::served)
        .map(Outcome::of)
        .orElseGet(() -> Outcome.refuse(notServed(compute)));
  }

  private static Problem notServed(String compute) {
    return Problem.of(Code.NOT_FOUND, "This server is not served here any more: ask again.")
        .detail("%s is not placed on the node that asks, or its service is off".formatted(compute));
  }

  private <T> Outcome<T> onRecord(Initiator node, String compute, Outcome<T> decided) {
    if (decided instanceof Outcome.Refused<T>(Problem problem)) {
      ledger.refused(Attempt.by(node, Action.NODE_REQUEST, compute), problem);
    }
    return decided;
  }

  private Outcome<Activity> kept(Activity record) {
    Optional<Problem> problem = tally.record(record);
    return problem.isPresent() ? Outcome.refuse(problem.get()) : Outcome.of(record);
  }

  private static String crn(Subject guest) {
    return guest.compute().identity().crn().toString();
  }
}
