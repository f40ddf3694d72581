package io.sekisho.helper;

import io.sekisho.address.Ip;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.linux.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/// Listening sockets that were handed over, kept open here too: while the service is away, guests'
/// connections wait in them for the next one.
final class Listeners implements AutoCloseable {
  private final Map<Place, Integer> open = new HashMap<>();

  private record Place(NetworkNamespace namespace, Ip address, int port) {}

  /// The socket that listens there.
  ///
  /// @throws IllegalStateException if there is no such namespace
  int at(String name, Ip address, int port) {
    forgetGone();
    NetworkNamespace namespace =
        NetworkNamespace.find(name)
            .orElseThrow(() -> new IllegalStateException(name + " is not on this host"));
    byte[] where = address.toInetAddress().getAddress();
    return open.computeIfAbsent(
        new Place(namespace, address, port),
        _ -> namespace.inside(() -> Sockets.listen(where, port)));
  }

  /// An open socket would keep a namespace that was removed.
  void forgetGone() {
    open.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !entry.getKey().namespace.exists();
              if (gone) {
                close(entry.getValue());
              }
              return gone;
            });
  }

  @Override
  public void close() {
    open.values().forEach(Listeners::close);
    open.clear();
  }

  private static void close(int fd) {
    try {
      Sockets.close(fd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
