package io.sekisho.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// What an operation that may be refused returns: a value, or the [Problem] in its place.
public sealed interface Outcome<T> {
  static <T> Outcome<T> of(T value) {
    return new Granted<>(value);
  }

  static <T> Outcome<T> refuse(Problem problem) {
    return new Refused<>(problem);
  }

  /// Every one of several steps, in order, or the first refusal among them.
  static <S, T> Outcome<List<T>> all(
      Collection<S> from, Function<? super S, ? extends Outcome<? extends T>> step) {
    List<T> all = new ArrayList<>(from.size());
    for (S each : from) {
      switch (step.apply(each)) {
        case Granted<? extends T> granted -> all.add(granted.value());
        case Refused<? extends T> refused -> {
          return new Refused<>(refused.problem());
        }
      }
    }
    return new Granted<>(all);
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
