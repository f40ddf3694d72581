package io.sekisho.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Secrets as files that only their owner can read. A write replaces the whole file or nothing of
/// it, and is on the disk when it returns.
public final class SecretFiles {
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,99}";
  private static final String UNFINISHED = ".new";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;

  /// Uses the directory, making it if it is not there.
  SecretFiles(Path directory) throws IOException {
    this.directory = directory;
    StateDirectory.makePrivate(directory);
  }

  /// The secret, if there is one of that name.
  ///
  /// @throws StoreFailure if others than the owner can read the file: it is no secret any more
  public Optional<byte[]> read(String name) {
    Path file = file(name);
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new StoreFailure(
            "Others can read the secret "
                + file
                + ". Replace it if they may have, then chmod 600 it.");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure("read", name, e);
    }
  }

  public synchronized void write(String name, byte[] secret) {
    Path file = file(name);
    Path unfinished = directory.resolve(name + UNFINISHED);
    try {
      Files.deleteIfExists(unfinished);
      FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
      Set<StandardOpenOption> fresh =
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel out = FileChannel.open(unfinished, fresh, mode)) {
        ByteBuffer rest = ByteBuffer.wrap(secret);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      settle();
    } catch (IOException e) {
      throw failure("written", name, e);
    }
  }

  /// Removes a secret; nothing happens if there is none.
  public synchronized void delete(String name) {
    try {
      Files.deleteIfExists(file(name));
      settle();
    } catch (IOException e) {
      throw failure("deleted", name, e);
    }
  }

  /// The names of all secrets, sorted.
  public List<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(NAME) && !name.endsWith(UNFINISHED))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StoreFailure("The secrets can't be listed: " + e, e);
    }
  }

  /// A renamed file is only there for good when its directory is on the disk too.
  private void settle() throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private Path file(String name) {
    if (!name.matches(NAME) || name.endsWith(UNFINISHED)) {
      throw new IllegalArgumentException(
          "a secret's name has lower-case letters, digits, dots, hyphens and underscores");
    }
    return directory.resolve(name);
  }

  private static StoreFailure failure(String what, String name, IOException e) {
    return new StoreFailure("The secret %s can't be %s: %s".formatted(name, what, e), e);
  }
}
