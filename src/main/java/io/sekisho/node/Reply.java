package io.sekisho.node;

import io.sekisho.problem.Problem;

/// What came of asking controllers.
sealed interface Reply {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answered(byte[] body) implements Reply {}

  /// One of them said no.
  record Refused(Problem problem) implements Reply {}

  /// None of them answered.
  ///
  /// @param why in a few words, for the operator
  record Away(String why) implements Reply {}
}
