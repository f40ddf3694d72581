package io.sekisho.warden;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// While one command changes the guard, no other one does. It ends with the process, too.
record Turn(FileChannel channel) implements AutoCloseable {
  /// Its file: it stays, for another one may be about to lock it.
  static final String FILE = "turn";

  /// @param run a folder that is there
  /// @throws Failure if another command has it
  static Turn take(Path run) {
    try {
      FileChannel channel =
          FileChannel.open(run.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new Failure(
            "Another `sekisho guard` is changing what is in force: try again when it is done.");
      }
      return new Turn(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
