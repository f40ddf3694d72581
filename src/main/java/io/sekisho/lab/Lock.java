package io.sekisho.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Held by the one command that may change the lab. The kernel takes it from a process that dies.
final class Lock implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /// A file lock knows processes only, not the threads of this one.
  private static final ReentrantLock HERE = new ReentrantLock();

  private final Path file;
  private final FileChannel channel;

  private Lock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Waits until nobody else has it.
  static Lock take(Path file) throws IOException {
    HERE.lock();
    try {
      Optional<Lock> taken = Optional.empty();
      while (taken.isEmpty()) {
        taken = tryOnce(file);
      }
      return taken.get();
    } catch (IOException | RuntimeException e) {
      HERE.unlock();
      throw e;
    }
  }

  /// Lets go of it and leaves no trace of it.
  void dissolve() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HERE.unlock();
    }
  }

  /// Empty if whoever had it deleted it meanwhile: then it is another file that counts.
  private static Optional<Lock> tryOnce(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    // Nobody else may open what is in it: a lock of theirs would hold us up.
    Files.setPosixFilePermissions(file.getParent(), OWNER_ONLY);
    try {
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      Object before = identity(file);
      Lock lock = new Lock(file, FileChannel.open(file, StandardOpenOption.WRITE));
      return lock.acquire(before) ? Optional.of(lock) : Optional.empty();
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    }
  }

  private boolean acquire(Object expected) throws IOException {
    boolean acquired = false;
    try {
      channel.lock();
      // Only looked at, never opened again: closing any channel to it would give up the lock.
      acquired = identity(file).equals(expected);
    } finally {
      if (!acquired) {
        channel.close();
      }
    }
    return acquired;
  }

  private static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }
}
