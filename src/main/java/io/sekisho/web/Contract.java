package io.sekisho.web;

import io.sekisho.wire.Errors;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What goes in and what comes out, as far as a route says so: for those who read about it. What is
/// checked when a request comes is the operation's own.
///
/// @param body what a body is read as
/// @param answers what comes of it, by status
/// @param refusal the body of its refusals
/// @param versioned whether the caller has to say in `If-Match` what it changes
/// @param large whether a body may be as large as this process takes
/// @param page whether a browser may show it: it needs no token, changes nothing, and is the same
///   for everyone
/// @param untyped whether a body is taken for JSON that is sent without a type, or with curl's
public record Contract(
    Optional<Shape> body,
    Map<Integer, Shape> answers,
    Shape refusal,
    boolean versioned,
    boolean large,
    boolean page,
    boolean untyped) {
  /// Of a route that says nothing.
  static final Contract NONE =
      new Contract(Optional.empty(), Map.of(), Shape.of(Errors.class), false, false, false, false);

  public Contract {
    answers = new TreeMap<>(answers);
  }

  Contract taking(Shape shape) {
    return new Contract(Optional.of(shape), answers, refusal, versioned, large, page, untyped);
  }

  Contract answering(int status, Shape shape) {
    Map<Integer, Shape> more = new TreeMap<>(answers);
    more.put(status, shape);
    return new Contract(body, more, refusal, versioned, large, page, untyped);
  }

  Contract refusing(Shape shape) {
    return new Contract(body, answers, shape, versioned, large, page, untyped);
  }

  Contract withVersion() {
    return new Contract(body, answers, refusal, true, large, page, untyped);
  }

  Contract asLarge() {
    return new Contract(body, answers, refusal, versioned, true, page, untyped);
  }

  Contract asPage() {
    return new Contract(body, answers, refusal, versioned, large, true, untyped);
  }

  Contract asUntyped() {
    return new Contract(body, answers, refusal, versioned, large, page, true);
  }
}
