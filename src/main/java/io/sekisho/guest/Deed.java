package io.sekisho.guest;

import io.sekisho.problem.Problem;

/// What a request came to, in the words of the event log.
///
/// @param action IBM's event name where there is one
/// @param code the refusal's code; empty on success
/// @param target what it was about, such as a profile's id
/// @param detail for the operator only
/// @param credential `identity_token`, `iam_token` or `certificate` if one was given out
record Deed(String action, String code, String target, String detail, String credential) {
  static final Deed NONE = new Deed("", "", "", "", "");

  static Deed read(String action) {
    return new Deed(action, "", "", "", "");
  }

  Deed refused(Problem problem) {
    return new Deed(action, problem.code().wireName(), "", problem.detail(), "");
  }

  Deed gave(String what, String about) {
    return new Deed(action, "", about, "", what);
  }

  boolean worthAnActivity() {
    return !code.isEmpty() || !credential.isEmpty();
  }
}
