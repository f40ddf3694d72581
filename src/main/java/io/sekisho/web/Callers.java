package io.sekisho.web;

import io.sekisho.control.Initiator;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Map;
import java.util.Optional;

/// Knows who calls, and what they may do.
public interface Callers {
  /// Whose bearer token this is.
  Outcome<Initiator> identify(String bearer, Arrived request);

  /// Why the caller may not do this; empty if they may.
  ///
  /// @param resource its attributes, as policies know them
  Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource);
}
