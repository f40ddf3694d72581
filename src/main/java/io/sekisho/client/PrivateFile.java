package io.sekisho.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that nobody but their owner may read.
final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  static boolean isPrivate(Path path) throws IOException {
    return OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path));
  }

  /// Replaces the file as a whole: a reader sees the old one or the new one.
  static void write(Path path, byte[] content) throws IOException {
    Path draft =
        Files.createTempFile(
            path.toAbsolutePath().getParent(),
            ".client",
            ".json",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    Files.write(draft, content);
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
