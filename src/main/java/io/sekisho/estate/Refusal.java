package io.sekisho.estate;

import io.sekisho.control.Kind;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Resource;

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

  /// What a path names is not there.
  ///
  /// @param isName whether something has it for its name
  static Refusal nothing(Class<? extends Resource> type, String id, boolean isName) {
    return new Refusal(
        Problem.of(
                Code.NOT_FOUND,
                "There is no %s %s in this account.%s".formatted(words(type), id, advice(isName)))
            .parameter("id"));
  }

  /// What a member of the body names is not there.
  static Refusal none(Class<? extends Resource> type, Which which, String field, boolean isName) {
    return invalid(
        field,
        "There is no %s %s in this account.%s".formatted(words(type), which, advice(isName)));
  }

  /// What to say to who may have given a name in place of an id; else nothing.
  static String advice(boolean isName) {
    return isName ? " That is a name: give the id." : "";
  }

  /// In a sentence, such as "subnet".
  static String words(Class<? extends Resource> type) {
    for (Kind kind : Kind.HELD) {
      if (kind.type() == type) {
        return kind.words();
      }
    }
    return "resource";
  }
}
