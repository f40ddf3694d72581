package io.sekisho.app;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Held by the Sekisho that owns this host's namespaces of one prefix. The system lets go of it
/// when the process ends, however it ends.
record HostLock(FileChannel file) implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

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
    Path path = Path.of("/run", "sekisho-" + prefix + ".lock");
    // Nobody else may open it: a lock of theirs would keep us from starting.
    FileChannel file =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.setPosixFilePermissions(path, OWNER_ONLY);
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
