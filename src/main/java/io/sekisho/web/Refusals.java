package io.sekisho.web;

import io.sekisho.problem.Problem;
import io.sekisho.problem.Problem.Target;
import io.sekisho.wire.Errors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a [Problem] looks on the wire, but for contracts that have a [Form] of their own.
public final class Refusals {
  private Refusals() {}

  /// What makes a status and a body of a problem.
  @FunctionalInterface
  public interface Form {
    Reply of(Problem problem, String trace);
  }

  public static Reply of(Problem problem, String trace) {
    return of(List.of(problem), trace);
  }

  /// Several problems have the status of the first.
  public static Reply of(List<Problem> problems, String trace) {
    int status = problems.getFirst().status();
    List<Errors.Item> items = problems.stream().map(Refusals::item).toList();
    return Reply.json(status, new Errors(items, status, trace));
  }

  private static Errors.Item item(Problem problem) {
    return new Errors.Item(
        problem.code().wireName(),
        problem.message(),
        Optional.empty(),
        problem.target().map(Refusals::target));
  }

  private static Errors.Target target(Target target) {
    return new Errors.Target(
        target.name(), target.type().name().toLowerCase(Locale.ROOT), target.value());
  }
}
