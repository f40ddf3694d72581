package io.sekisho.warden;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Writes what root will run or believe.
final class Folders {
  private Folders() {}

  /// Makes a folder that only its owner sees into; closes one that is there.
  static void closed(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces a file as a whole, and makes the folders above it that are missing.
  ///
  /// @param permissions such as `rw-r--r--`
  static void write(Path file, String content, String permissions) {
    try {
      Files.createDirectories(
          file.toAbsolutePath().getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      replace(file, content.getBytes(UTF_8), permissions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(Path file, byte[] content, String permissions) throws IOException {
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".guard", "");
    Files.write(draft, content);
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Copies a file as it is, for its owner alone.
  static void copy(Path from, Path to) {
    try {
      replace(to, Files.readAllBytes(from), "rw-------");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a file was there, which now is not.
  static boolean delete(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes a file, and its folder if nothing else is in it.
  ///
  /// @return whether the file was there
  static boolean deleteWithin(Path folder, String file) {
    boolean found = delete(folder.resolve(file));
    try {
      if (found) {
        Files.delete(folder);
      }
    } catch (DirectoryNotEmptyException others) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
