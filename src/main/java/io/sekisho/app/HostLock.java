package io.sekisho.app;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Held by the Sekisho that owns this host's namespaces of one prefix. The system lets go of it
/// when the process ends, however it ends.
record HostLock(FileChannel file) implements AutoCloseable {
  /// Takes the lock.
  ///
  /// @throws Failure if another process has it
  static HostLock take(String prefix) throws IOException {
    return attempt(prefix)
        .orElseThrow(
            () ->
                new Failure(
                    "A Sekisho already runs on this host with the prefix "
                        + prefix
                        + ": stop it, or set SEKISHO_PREFIX to another one."));
  }

  /// Whether no process has it.
  static boolean isFree(String prefix) {
    try {
      Optional<HostLock> lock = attempt(prefix);
      if (lock.isPresent()) {
        lock.get().close();
      }
      return lock.isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static Optional<HostLock> attempt(String prefix) throws IOException {
    FileChannel file =
        FileChannel.open(
            Path.of("/run", "sekisho-" + prefix + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return Optional.of(new HostLock(file));
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // The same answer.
    }
    file.close();
    return Optional.empty();
  }
}
