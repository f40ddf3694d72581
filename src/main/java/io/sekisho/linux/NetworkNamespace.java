package io.sekisho.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// One named network namespace that is there.
///
/// Two values are equal only if they are the very same namespace: one that was removed and made
/// again under its old name is another, and sockets in the old one hear nothing of the new.
///
/// @param inode what the kernel tells it by
public record NetworkNamespace(String name, long inode) {
  /// Where named namespaces stand.
  public static final Path FOLDER = Path.of("/run/netns");

  private static final int CLONE_NEWNET = 0x4000_0000;

  /// The namespace of this name; empty if there is none, or only the remains of one.
  public static Optional<NetworkNamespace> find(String name) {
    Path file = FOLDER.resolve(name);
    try {
      Object folderDevice = Files.getAttribute(FOLDER, "unix:dev");
      var attributes = Files.readAttributes(file, "unix:dev,ino");
      return attributes.get("dev") instanceof Long device
              && !device.equals(folderDevice)
              && attributes.get("ino") instanceof Long inode
          ? Optional.of(new NetworkNamespace(name, inode))
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /// Whether this very namespace still goes by its name.
  public boolean exists() {
    return find(name).filter(this::equals).isPresent();
  }

  /// Does the work within this namespace. A socket made there belongs to it for good, whichever
  /// thread uses it later; so does a process started there.
  ///
  /// @throws UncheckedIOException if the namespace can't be entered or the work throws IOException
  public <T> T inside(Callable<T> work) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              enter();
              return work.call();
            });
    // A thread of its own that ends with the work: no other code ever runs on it, so nothing can
    // end up in the wrong namespace. A virtual thread would take its carrier along.
    Thread.ofPlatform().name("in " + name).start(task);
    return result(task);
  }

  private void enter() throws IOException {
    int fd = Libc.open(FOLDER.resolve(name).toString());
    try {
      Libc.setns(fd, CLONE_NEWNET);
    } finally {
      Libc.close(fd);
    }
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException unchecked -> unchecked;
        case Error error -> throw error;
        case IOException io -> new UncheckedIOException(io);
        case null, default -> new IllegalStateException(e.getCause());
      };
    }
  }
}
