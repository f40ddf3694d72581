package io.sekisho.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A unix socket that one user may connect to, besides root.
public final class UnixListener implements AutoCloseable {
  /// For each frame, unless told otherwise.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int fd;
  private final Path path;
  private final int user;
  private boolean closed;

  private UnixListener(int fd, Path path, int user) {
    this.fd = fd;
    this.path = path;
    this.user = user;
  }

  /// Listens at this path, in place of whoever did before and is gone.
  ///
  /// @param user the one who may connect
  /// @param patience how long [#accept] waits
  public static UnixListener open(Path path, int user, Duration patience) throws IOException {
    Files.deleteIfExists(path);
    UnixListener listener = new UnixListener(Sockets.listen(path, patience), path, user);
    Files.setAttribute(path, "unix:mode", 0600);
    Files.setAttribute(path, "unix:uid", user);
    return listener;
  }

  /// The next connection of the one who may; empty if none came in time. Others are turned away.
  public Optional<UnixSocket> accept() throws IOException {
    Optional<UnixSocket> socket = Sockets.accept(fd).map(it -> new UnixSocket(it, PATIENCE));
    if (socket.isPresent()) {
      socket.get().waitAtMost(PATIENCE);
    }
    if (socket.isPresent() && !mayConnect(socket.get().peerUser())) {
      socket.get().close();
      return Optional.empty();
    }
    return socket;
  }

  private boolean mayConnect(int who) {
    return who == user || who == 0;
  }

  /// Also ends the waiting of a thread in [#accept].
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      Sockets.shutDown(fd);
      Libc.close(fd);
      Files.deleteIfExists(path);
    }
  }
}
