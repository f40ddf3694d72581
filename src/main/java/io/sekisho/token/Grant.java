package io.sekisho.token;

import io.sekisho.problem.Outcome;

/// One way of coming by a token.
@FunctionalInterface
interface Grant {
  /// What a token's scope is, whatever was asked for: policies say what it may do.
  String SCOPE = "ibm openid";

  Outcome<Permit> decide(Attempt attempt);
}
