package io.sekisho.access;

import io.sekisho.audit.Action;
import io.sekisho.control.Attempt;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Turn;
import io.sekisho.iam.Stamp;
import io.sekisho.iam.Stamps;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// Where this room has its ids and times from, and where it tells what was attempted.
public final class Deeds {
  /// What IBM answers to who changes a policy, role or group that they did not see.
  static final Code STALE = Code.PRECONDITION_FAILED;

  private final Ledger ledger;
  private final IdSource ids;
  private final InstantSource clock;
  private final Journal journal;

  public Deeds(Ledger ledger, IdSource ids, InstantSource clock, Journal journal) {
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
    this.journal = journal;
  }

  /// Something that somebody wants to be changed.
  ///
  /// @param target id of what it is about; empty if it has none yet
  record Deed(Action action, String target, Initiator by) {
    /// What is kept for it.
    private Kind kind() {
      return switch (action) {
        case POLICY_CREATE, POLICY_UPDATE, POLICY_DELETE -> Kind.POLICY;
        case ROLE_CREATE, ROLE_UPDATE, ROLE_DELETE -> Kind.ROLE;
        default -> Kind.ACCESS_GROUP;
      };
    }
  }

  Instant now() {
    return clock.instant();
  }

  Stamp stamp(Initiator by) {
    return new Stamp(now(), by.id());
  }

  Stamps stamps(Initiator by) {
    return Stamps.created(now(), by.id());
  }

  /// The same of what was there before.
  Stamps stamps(Stamps before, Initiator by) {
    return before.modified(now(), by.id());
  }

  String id() {
    return ids.next().toString();
  }

  /// Makes one write of it, on record with what it did.
  <T> Outcome<T> write(Deed deed, Function<Turn, Outcome<T>> work) {
    return ledger.write(
        deed.by,
        turn -> {
          turn.call(deed.kind(), deed.action);
          return work.apply(turn);
        });
  }

  /// Tells what became of it; that it was refused is on record, too.
  <T> Outcome<T> told(Deed deed, Outcome<T> outcome) {
    Optional<Problem> refused =
        outcome instanceof Outcome.Refused<T>(Problem problem)
            ? Optional.of(problem)
            : Optional.empty();
    journal.write(
        new Event.Activity(
                now(),
                deed.by.trace(),
                deed.action.wireName(),
                refused.isEmpty(),
                refused.map(Problem::status).orElse(200),
                refused.map(problem -> problem.code().wireName()).orElse(""),
                deed.by.account().map(Object::toString).orElse(""),
                deed.by.operator(),
                deed.target,
                refused.map(Deeds::detail).orElse(""))
            .actedBy(deed.by.authn()));
    refused.ifPresent(
        problem -> ledger.refused(Attempt.by(deed.by, deed.action, deed.target), problem));
    return outcome;
  }

  private static String detail(Problem problem) {
    return problem.detail().isEmpty() ? problem.message() : problem.detail();
  }
}
