package io.sekisho.http;

import java.util.concurrent.Callable;

/// Where a listening socket is made: the task is called exactly once, on a thread that stands in
/// the network namespace the socket shall belong to. The socket keeps that namespace for life.
@FunctionalInterface
public interface Opener {
  /// Makes the socket where the program runs.
  Opener HERE = Callable::call;

  void call(Callable<?> task) throws Exception;
}
