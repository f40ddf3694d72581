package io.sekisho.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/// Held by the one command that may change the lab. The kernel takes it from a process that dies.
final class Lock implements AutoCloseable {
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
      while (true) {
        FileChannel channel = open(file);
        channel.lock();
        if (leadsTo(file, channel)) {
          return new Lock(file, channel);
        }
        // Whoever had it deleted it meanwhile: it is another file now that counts.
        channel.close();
      }
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

  private static FileChannel open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException folderDeletedMeanwhile) {
      return open(file);
    }
  }

  /// Whether the file of this name is the one that is open: what is written here is read there.
  private static boolean leadsTo(Path file, FileChannel channel) throws IOException {
    String sign = ProcessHandle.current().pid() + " " + UUID.randomUUID() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(sign.getBytes(StandardCharsets.UTF_8)));
    try {
      return Files.readString(file).equals(sign);
    } catch (NoSuchFileException deleted) {
      return false;
    }
  }
}
