package io.sekisho.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A log file that is put aside when it is full, so that a disk never fills with events: `name`,
/// then `name.1` (newest) to `name.N`. Readable by its owner only.
public final class RotatingFile implements EventLog.Target, AutoCloseable {
  private final Path path;
  private final long maxBytes;
  private final int kept;
  private FileChannel channel;

  private RotatingFile(Path path, long maxBytes, int kept) throws IOException {
    this.path = path;
    this.maxBytes = maxBytes;
    this.kept = kept;
    this.channel = open(path);
  }

  /// Opens the file for appending.
  ///
  /// @param maxBytes size at which it is put aside
  /// @param kept number of files put aside that are kept, at least 1
  public static RotatingFile open(Path path, long maxBytes, int kept) throws IOException {
    return new RotatingFile(path, maxBytes, kept);
  }

  @Override
  public void append(byte[] lines) throws IOException {
    if (channel.size() > 0 && channel.size() + lines.length > maxBytes) {
      rotate();
    }
    ByteBuffer rest = ByteBuffer.wrap(lines);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void rotate() throws IOException {
    for (int n = kept; n > 1; n--) {
      if (Files.exists(aside(n - 1))) {
        Files.move(aside(n - 1), aside(n), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    channel.close();
    Files.move(path, aside(1), StandardCopyOption.REPLACE_EXISTING);
    channel = open(path);
  }

  private Path aside(int n) {
    return path.resolveSibling(path.getFileName() + "." + n);
  }

  private static FileChannel open(Path path) throws IOException {
    if (Files.notExists(path)) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }
}
