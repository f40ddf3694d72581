package io.sekisho.client;

/// What opens a server.
interface Bearer {
  /// As it is sent; empty if nothing is.
  String value();

  /// The server does not take it.
  ///
  /// @return whether there is another one now, to try once
  default boolean refused() {
    return false;
  }
}
