package io.sekisho.store;

import io.sekisho.credential.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Files and folders that only their owner can read.
final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final String FOLDER = "rwx------";

  private PrivateFiles() {}

  /// Makes a folder that only its owner can enter, or makes it so.
  ///
  /// @throws StoreFailure if it is somebody else's: what is in it may have been put there
  static void folder(Path path) throws IOException {
    var permissions = PosixFilePermissions.fromString(FOLDER);
    if (Files.isDirectory(path)) {
      if (owner(path) != user()) {
        throw new StoreFailure(
            "The folder %s belongs to another user, who may have put keys in it: choose one of your own."
                .formatted(path));
      }
      Files.setPosixFilePermissions(path, permissions);
    } else {
      Files.createDirectories(path, PosixFilePermissions.asFileAttribute(permissions));
    }
  }

  /// @throws StoreFailure if others can read it: it is no secret any more
  static byte[] read(Path file) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new StoreFailure(
          "Others can read the secret "
              + file
              + ". Replace it if they may have, then chmod 600 it.");
    }
    return Files.readAllBytes(file);
  }

  /// Writes a file that is not there yet; on the disk when it returns, whole or not at all.
  static void write(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    Path unfinished =
        Files.createTempFile(
            folder, "secret", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.createLink(file, unfinished);
    } finally {
      Files.delete(unfinished);
    }
    settle(file);
  }

  /// Removes what a killed process had begun to write.
  static void sweep(Path folder) throws IOException {
    for (Path file : list(folder)) {
      if (file.getFileName().toString().matches("secret\\d+\\.new")) {
        Files.delete(file);
      }
    }
  }

  /// An empty file for others to fill, which only its owner can read.
  static void reserve(Path file) throws IOException {
    Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
  }

  /// Takes from everyone else what they may do with a file, if it is there.
  static void narrow(Path file) throws IOException {
    if (Files.exists(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  /// A name is only there for good when its folder is on the disk too.
  static void settle(Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  /// Moves the secrets of an older Sekisho, which had a file for each, into a vault. Killed in
  /// between, the next start goes on.
  static void moveInto(Vault vault, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    folder(folder);
    for (Path file : list(folder)) {
      String name = file.getFileName().toString();
      if (!name.endsWith(".new")) { // what a killed process had begun to write
        keep(vault, name, read(file));
      }
      Files.delete(file);
    }
    Files.delete(folder);
    settle(folder);
  }

  private static void keep(Vault vault, String name, byte[] secret) {
    if (!vault.write(name, secret)) {
      Optional<byte[]> kept = vault.read(name);
      if (kept.isEmpty() || !Arrays.equals(kept.get(), secret)) {
        throw new StoreFailure(
            "The database has another secret named %s than this state folder: they are of two installations."
                .formatted(name));
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /// As whom this thread opens files; `/proc` need not belong to whoever gave up privileges.
  private static int user() throws IOException {
    try (Stream<String> status = Files.lines(Path.of("/proc/thread-self/status"))) {
      String line = status.filter(it -> it.startsWith("Uid:")).findFirst().orElseThrow();
      return Integer.parseInt(line.split("\t", -1)[4]);
    }
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }
}
