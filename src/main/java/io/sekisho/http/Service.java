package io.sekisho.http;

import io.sekisho.message.Request;
import io.sekisho.problem.Problem;
import java.util.Optional;

/// What the kit asks of its owner. Everything is called on an event loop and must not block.
///
/// @param <C> who a connection belongs to
public interface Service<C> {
  /// Whose connection this is. Asked once, before any byte is read and before TLS. Empty: the
  /// connection is reset and no byte is sent.
  Optional<C> admit(Arrival arrival);

  /// Whether this caller is served at this moment. Asked on arrival, before each request and again
  /// right before each answer is written; if not, the connection is reset without an answer.
  boolean serves(C caller);

  Answer answer(C caller, Request request);

  /// Callers with equal shares have their limits in common. The value must not change while the
  /// caller is connected.
  Object share(C caller);

  /// How a refusal looks on the wire; [#answered] is called for it too. The kit refuses requests
  /// itself: see [Limits] and the rules in `Desk`.
  Response refuse(C caller, Problem problem, String trace);

  /// An answer was handed to the socket. Called for the kit's own refusals too; if the request line
  /// could not be understood, `request` has an empty method and path, and if only the target was at
  /// fault, its path is as the client sent it.
  ///
  /// @param micros since the last byte of the request
  void answered(C caller, Request request, Response response, long micros);
}
