package io.sekisho.http;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What a [Service] says to a request: a response, or work that leads to one.
public sealed interface Answer {
  static Answer now(Response response) {
    return new Now(response);
  }

  static Answer later(Supplier<Response> work) {
    return new Later(work, UnaryOperator.identity());
  }

  /// The response is at hand.
  record Now(Response response) implements Answer {}

  /// The response takes work, such as signing, that must not hold up the event loop. It runs on one
  /// of a fixed number of threads, in turn with the work of other guests.
  ///
  /// @param last called on the event loop with what the work came to, right before it is written:
  ///   what was decided before the work may not hold any more
  record Later(Supplier<Response> work, UnaryOperator<Response> last) implements Answer {}
}
