package io.sekisho.problem;

import java.util.function.Function;

/// What an operation that may be refused returns: a value, or the [Problem] in its place.
public sealed interface Outcome<T> {
  static <T> Outcome<T> of(T value) {
    return new Granted<>(value);
  }

  static <T> Outcome<T> refuse(Problem problem) {
    return new Refused<>(problem);
  }

  /// The value went through.
  record Granted<T>(T value) implements Outcome<T> {}

  /// It was refused, and this is why.
  record Refused<T>(Problem problem) implements Outcome<T> {}

  /// The value passed on to a step that cannot refuse.
  default <R> Outcome<R> map(Function<? super T, ? extends R> step) {
    return switch (this) {
      case Granted<T>(T value) -> new Granted<>(step.apply(value));
      case Refused<T>(Problem problem) -> new Refused<>(problem);
    };
  }

  /// The value passed on to a step that may refuse.
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> step) {
    return switch (this) {
      case Granted<T>(T value) -> step.apply(value);
      case Refused<T>(Problem problem) -> new Refused<>(problem);
    };
  }
}
