package io.sekisho.api;

import io.sekisho.control.Initiator;
import io.sekisho.control.OperatorKeys;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import java.util.Map;
import java.util.Optional;

/// Operators of this installation, known by their keys; they may do everything.
public final class Operators implements Callers {
  private final OperatorKeys keys;

  public Operators(OperatorKeys keys) {
    this.keys = keys;
  }

  @Override
  public Outcome<Initiator> identify(String bearer, Arrived request) {
    return keys.verify(bearer)
        .map(name -> Outcome.of(new Initiator(name, request.trace())))
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(Code.UNAUTHENTICATED, "No operator has this key.")
                        .header("Authorization")));
  }

  @Override
  public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
    return by.isOperator()
        ? Optional.empty()
        : Optional.of(Problem.of(Code.UNAUTHORIZED, "Only operators may do this."));
  }
}
