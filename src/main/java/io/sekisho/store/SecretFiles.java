package io.sekisho.store;

import io.sekisho.credential.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Secrets as files that only their owner can read. A write replaces the whole file or nothing of
/// it, and is on the disk when it returns.
public final class SecretFiles implements Vault {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
  private static final String UNFINISHED = ".new";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;

  /// Uses the directory, making it if it is not there, and sweeps up what a killed process began.
  SecretFiles(Path directory) throws IOException {
    this.directory = directory;
    StateDirectory.makePrivate(directory);
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
      for (Path file : unfinished) {
        Files.delete(file);
      }
    }
  }

  /// The secret, if there is one of that name.
  ///
  /// @throws StoreFailure if others than the owner can read the file: it is no secret any more
  @Override
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

  /// Keeps a new secret. Linking a finished file to its name either happens or does not, for other
  /// processes too: the name never holds half a secret, and of two writers one loses.
  @Override
  public synchronized boolean write(String name, byte[] secret) {
    Path file = file(name);
    try {
      Path unfinished = unfinished(secret);
      try {
        Files.createLink(file, unfinished);
      } catch (FileAlreadyExistsException e) {
        return false;
      } finally {
        Files.delete(unfinished);
      }
      settle();
      return true;
    } catch (IOException e) {
      throw failure("written", name, e);
    }
  }

  /// Removes a secret; nothing happens if there is none.
  @Override
  public synchronized void erase(String name) {
    try {
      Files.deleteIfExists(file(name));
      settle();
    } catch (IOException e) {
      throw failure("erased", name, e);
    }
  }

  /// The names of all secrets, sorted.
  @Override
  public Set<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(NAME) && !name.endsWith(UNFINISHED))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new StoreFailure("The secrets can't be listed: " + e, e);
    }
  }

  /// The secret in a file of no name that counts, on the disk.
  private Path unfinished(byte[] secret) throws IOException {
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    Path file = Files.createTempFile(directory, "secret", UNFINISHED, mode);
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(secret);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    return file;
  }

  /// A linked file is only there for good when its directory is on the disk too.
  private void settle() throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private Path file(String name) {
    if (!name.matches(NAME) || name.endsWith(UNFINISHED)) {
      throw new IllegalArgumentException(
          "a secret's name has letters, digits, dots, hyphens and underscores");
    }
    return directory.resolve(name);
  }

  private static StoreFailure failure(String what, String name, IOException e) {
    return new StoreFailure("The secret %s can't be %s: %s".formatted(name, what, e), e);
  }
}
