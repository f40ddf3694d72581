package io.sekisho.problem;

import java.util.Optional;

/// One refusal.
///
/// @param code one of the closed list
/// @param status the HTTP status, normally [Code#status()]
/// @param message a sentence for the caller that says what to do; never quotes a secret
/// @param detail a sentence for the operator's log; empty if there is no more to say
/// @param target what in the request is at fault
public record Problem(
    Code code, int status, String message, String detail, Optional<Target> target) {
  public Problem {
    if (message.isBlank()) {
      throw new IllegalArgumentException("a problem needs a message");
    }
  }

  public static Problem of(Code code, String message) {
    return new Problem(code, code.status(), message, "", Optional.empty());
  }

  /// The same refusal with words that only the operator sees.
  public Problem detail(String words) {
    return new Problem(code, status, message, words, target);
  }

  /// The same refusal pointing at a member of the body, such as `expires_in`.
  public Problem field(String name) {
    return at(new Target(Target.Type.FIELD, name, Optional.empty()));
  }

  /// The same refusal pointing at a member of the body and the value it had.
  public Problem field(String name, String value) {
    return at(new Target(Target.Type.FIELD, name, Optional.of(value)));
  }

  /// The same refusal pointing at a query or path parameter.
  public Problem parameter(String name) {
    return at(new Target(Target.Type.PARAMETER, name, Optional.empty()));
  }

  /// The same refusal pointing at a request header.
  public Problem header(String name) {
    return at(new Target(Target.Type.HEADER, name, Optional.empty()));
  }

  /// The same refusal under another HTTP status: `not_found` is 404 for a path, 400 in a body.
  public Problem status(int other) {
    return new Problem(code, other, message, detail, target);
  }

  private Problem at(Target where) {
    return new Problem(code, status, message, detail, Optional.of(where));
  }

  /// What in a request a refusal is about.
  public record Target(Type type, String name, Optional<String> value) {
    public enum Type {
      FIELD,
      PARAMETER,
      HEADER
    }
  }
}
