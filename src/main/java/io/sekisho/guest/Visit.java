package io.sekisho.guest;

import io.sekisho.message.Request;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Subject;
import java.time.Instant;

/// One request with everything that is known about it: who asks, as of which snapshot, when.
record Visit(Caller caller, Subject subject, Snapshot snapshot, Request request, Instant now) {
  /// The same request as of another snapshot, in which the caller is served too.
  Visit asOf(Snapshot other) {
    return new Visit(caller, caller.subject(other).orElse(subject), other, request, now);
  }

  /// Notes for the event log that a credential was given out.
  void gave(String credential, String target) {
    caller.did(caller.deed().gave(credential, target));
  }

  /// Notes for the event log that the request was refused.
  void refused(Problem problem) {
    caller.did(caller.deed().refused(problem));
  }
}
