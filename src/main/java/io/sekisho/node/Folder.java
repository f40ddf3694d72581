package io.sekisho.node;

import io.sekisho.credential.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder of files that only their owner can read, each on the disk whole or not at all.
record Folder(Path path) implements Vault {
  private static final String UNFINISHED = ".unfinished";
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// Makes the folder if it is not there, and removes what a killed process had begun to write.
  static Folder open(Path path) {
    try {
      Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER));
      Files.setPosixFilePermissions(path, OWNER);
      Folder folder = new Folder(path);
      for (String name : folder.list()) {
        if (name.endsWith(UNFINISHED)) {
          folder.erase(name);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + path + " can't be used: " + e, e);
    }
  }

  Folder inside(String name) {
    return open(path.resolve(name));
  }

  /// Keeps other processes out of the folder until it is closed.
  ///
  /// @throws IllegalStateException if one is in it
  FileChannel lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              OWNER_ONLY);
      if (isFree(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(
        "The state folder %s is in use by another Sekisho: stop that one, or choose another with --state."
            .formatted(path));
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(list());
  }

  @Override
  public Optional<byte[]> read(String name) {
    try {
      return Optional.of(Files.readAllBytes(path.resolve(name)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean write(String name, byte[] bytes) {
    try {
      Path unfinished = unfinished(name, bytes);
      Files.createLink(path.resolve(name), unfinished);
      Files.delete(unfinished);
      settle();
      return true;
    } catch (FileAlreadyExistsException _) {
      erase(name + UNFINISHED);
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file, in the place of the one of that name if there is one.
  void replace(String name, byte[] bytes) {
    try {
      Files.move(unfinished(name, bytes), path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      settle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void erase(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path unfinished(String name, byte[] bytes) throws IOException {
    Path file = path.resolve(name + UNFINISHED);
    Files.deleteIfExists(file);
    try (FileChannel out =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
    return file;
  }

  /// A name is only there for good when its folder is on the disk too.
  private void settle() throws IOException {
    try (FileChannel entries = FileChannel.open(path, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private Set<String> list() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }
}
