package io.sekisho.estate;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;

/// Ends a piece of work that [Estate] was given, with nothing done.
public final class Refusal extends RuntimeException {
  private final transient Problem problem;

  public Refusal(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  /// A member of the body that can't be as it is.
  public static Refusal invalid(String field, String message) {
    return new Refusal(Problem.of(Code.INVALID_VALUE, message).field(field));
  }

  /// A member of the body that has to be there.
  public static Refusal missing(String field, String message) {
    return new Refusal(Problem.of(Code.MISSING_FIELD, message).field(field));
  }

  /// Something that a path names and that is not there.
  ///
  /// @param words what it would be, such as "region"
  public static Refusal missed(String words, String name) {
    return new Refusal(
        Problem.of(Code.NOT_FOUND, "There is no %s %s.".formatted(words, name)).parameter("name"));
  }

  /// A path that names what is not there.
  ///
  /// @param what in a sentence, such as "route"
  /// @param where such as "VPC blue"
  public static Refusal nothing(String what, String id, String where) {
    return new Refusal(
        Problem.of(Code.NOT_FOUND, "There is no %s %s in %s.".formatted(what, id, where))
            .parameter("id"));
  }

  /// Something that others stand in the way of.
  public static Refusal conflict(String message) {
    return new Refusal(Problem.of(Code.CONFLICT, message));
  }

  public Problem problem() {
    return problem;
  }
}
