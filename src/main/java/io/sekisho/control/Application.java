package io.sekisho.control;

import io.sekisho.problem.Problem;
import io.sekisho.wire.Applied;
import java.util.List;

/// What became of an inventory: applied as a whole, or refused as a whole.
public sealed interface Application {
  /// @param result what was done, or with a dry run would be done
  record Accepted(Applied result) implements Application {}

  /// @param problems all of them, in the order of the document
  record Rejected(List<Problem> problems) implements Application {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
