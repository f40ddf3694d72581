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

  /// Who this is by the certificate that it showed; empty where nobody is known by one, and a
  /// bearer token is looked at.
  default Optional<Outcome<Initiator>> known(Arrived request) {
    return Optional.empty();
  }

  /// How what is refused looks before it is known what is asked for.
  default Refusals.Form form() {
    return Refusals::of;
  }

  /// Why the caller may not do this; empty if they may.
  ///
  /// @param resource its attributes, as policies know them
  Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource);
}
