package io.sekisho.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;

/// Where a listening socket comes from: it belongs to the network namespace in which it was made,
/// for life.
@FunctionalInterface
public interface Opener {
  /// Let it be made where the program runs.
  Opener HERE = _ -> OptionalInt.empty();

  /// The descriptor of a socket that listens there and was made elsewhere, which is the server's
  /// from now on; empty if the server is to make one itself.
  OptionalInt open(InetSocketAddress at) throws IOException;
}
