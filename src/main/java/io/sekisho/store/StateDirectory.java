package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// The one directory that holds everything Sekisho keeps; used by one process at a time.
public final class StateDirectory implements AutoCloseable {
  private static final String OWNER_ONLY = "rwx------";
  private static final String SECRETS = "secrets";

  private final FileChannel lock;
  private final SqliteStore store;
  private final SecretFiles secrets;

  private StateDirectory(FileChannel lock, SqliteStore store, SecretFiles secrets) {
    this.lock = lock;
    this.store = store;
    this.secrets = secrets;
  }

  /// Loads native code, for which a jar is opened anew: to be called while it can be opened.
  public static void warmUp() {
    SqliteStore.warmUp();
  }

  /// Takes the directory, making it if it is not there.
  ///
  /// @throws StoreFailure if another process has it, or it can't be used
  public static StateDirectory open(Path path) {
    try {
      makePrivate(path);
      FileChannel lock = lock(path);
      try {
        SecretFiles secrets = new SecretFiles(path.resolve(SECRETS));
        return new StateDirectory(lock, SqliteStore.open(path.resolve("state.db")), secrets);
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreFailure("The state directory " + path + " can't be used: " + e, e);
    }
  }

  /// Whether no key was made in it yet: a start on it takes longer.
  public static boolean isNew(Path path) {
    return !Files.isDirectory(path.resolve(SECRETS));
  }

  public SqliteStore store() {
    return store;
  }

  public SecretFiles secrets() {
    return secrets;
  }

  @Override
  public void close() {
    store.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreFailure("The lock of the state directory can't be released: " + e, e);
    }
  }

  /// Makes a directory that only its owner can enter, or makes it so.
  ///
  /// @throws StoreFailure if it is somebody else's: what is in it may have been put there
  static void makePrivate(Path path) throws IOException {
    var permissions = PosixFilePermissions.fromString(OWNER_ONLY);
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

  /// The operating system lets go of the lock when the process ends, however it ends.
  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!taken(channel)) {
      String holder = Files.readString(file, UTF_8).strip();
      channel.close();
      throw new StoreFailure(
          "The state directory %s is in use by another Sekisho (process %s). Stop that one, or choose another directory."
              .formatted(path, holder));
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)), 0);
    return channel;
  }

  private static boolean taken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }
}
