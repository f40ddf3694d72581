package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.audit.Chain;
import io.sekisho.audit.Sealer;
import io.sekisho.credential.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/// The one directory that holds everything a Sekisho keeps, used by one process at a time. With a
/// PostgreSQL database, documents and secrets are there, and the key file is left here.
public final class StateDirectory implements AutoCloseable {
  private static final String LOCK = "lock";

  private final FileChannel lock;
  private final SqlStore store;
  private final SealedSecrets secrets;
  private final Sealer sealer;

  private StateDirectory(FileChannel lock, SqlStore store, SealedSecrets secrets, Sealer sealer) {
    this.lock = lock;
    this.store = store;
    this.secrets = secrets;
    this.sealer = sealer;
  }

  /// Where things are kept.
  ///
  /// @param path of the directory
  /// @param database URL of a PostgreSQL database, which several controllers may share; without one
  ///   it is SQLite, in the directory
  /// @param keyFile what secrets in the database are sealed under, if not the file `secrets.key` in
  ///   the directory
  public record Place(Path path, Optional<String> database, Optional<Path> keyFile) {
    public static Place at(Path path) {
      return new Place(path, Optional.empty(), Optional.empty());
    }

    private KeyFile key() {
      return new KeyFile(keyFile.orElse(path.resolve("secrets.key")));
    }

    /// Says that operators' keys have codes, where nobody gets by way of the database.
    private Path vouched() {
      return path.resolve("operator-keys.vouched");
    }

    private Path file() {
      return path.resolve("state.db");
    }

    private Database open() {
      if (database.isEmpty()) {
        return SqliteDatabase.open(file());
      }
      return PostgresDatabase.open(
          PostgresUrl.parse(database.get()), path.resolve("postgresql.schema-"));
    }
  }

  /// What a restored backup had in it.
  ///
  /// @param revision of the last write
  /// @param records of the audit trail
  /// @param hasKey whether the key file for its secrets is in place: without it nothing starts
  /// @param key which key that has to be; empty if there are no secrets
  public record Restored(long revision, long records, boolean hasKey, String key) {}

  /// Loads native code, for which a jar is opened anew: to be called while it can be opened.
  public static void warmUp() {
    SqliteDatabase.warmUp();
  }

  /// Makes of the secrets what signs for the audit trail.
  public interface Sealing {
    /// @param begun whether there are records already, and so has to be a key
    Sealer of(Vault secrets, boolean begun);
  }

  /// Takes the directory, making it if it is not there.
  ///
  /// @throws StoreFailure if another process has it, or it can't be used
  public static StateDirectory open(Place place, Sealing sealing) {
    return locked(
        place.path(),
        lock -> {
          Database database = place.open();
          try {
            Sessions sessions = new Sessions(database);
            SealedSecrets secrets = SealedSecrets.open(sessions, place.key());
            PrivateFiles.moveInto(secrets, place.path().resolve("secrets"));
            Sealer sealer = sealing.of(secrets, sessions.read(Trail::begun));
            Trail trail = new Trail(sessions, new Chain(sealer));
            SqlStore store = new SqlStore(sessions, secrets, trail, InstantSource.system());
            store.adopt(place.vouched());
            return new StateDirectory(lock, store, secrets, sealer);
          } catch (IOException | RuntimeException e) {
            database.close();
            throw e;
          }
        });
  }

  /// Copies everything to one file that is not there yet, also while a controller runs.
  ///
  /// @throws StoreFailure if it can't; then there is no such file
  public static void backup(Place place, Path file) {
    if (place.database().isEmpty() && !Files.exists(place.file())) {
      throw new StoreFailure("There is nothing in " + place.path() + " to back up.");
    }
    if (place.database().isEmpty()) {
      Copies.backup(to -> SqliteDatabase.copy(place.file(), to), file);
      return;
    }
    try (Database database = place.open()) {
      Copies.backup(database::copyTo, file);
    }
  }

  /// Puts what is in a backup into an empty directory, and an empty database if one is named:
  /// whichever kind it was taken from. The key file is none of its business.
  ///
  /// @throws StoreFailure if it can't; then the directory is empty as before
  public static Restored restore(Place place, Path backup) {
    return locked(
        place.path(),
        lock -> {
          try (lock;
              Database database = place.open()) {
            Path scratch = place.path().resolve("restore.unfinished");
            Files.deleteIfExists(place.vouched());
            Copies.Contents found = Copies.restore(backup, scratch, new Sessions(database));
            boolean hasKey = found.key().isEmpty() || place.key().has(found.key()).orElse(false);
            return new Restored(found.revision(), found.records(), hasKey, found.key());
          } catch (SQLException e) {
            throw new StoreFailure(
                "The backup " + backup + " can't be restored: " + e.getMessage(), e);
          }
        });
  }

  /// Whether nothing was ever started on it: the first start makes keys and takes longer.
  public static boolean isNew(Path path) {
    return !Files.exists(path.resolve(LOCK));
  }

  public SqlStore store() {
    return store;
  }

  public SealedSecrets secrets() {
    return secrets;
  }

  /// What signs for the audit trail.
  public Sealer sealer() {
    return sealer;
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

  /// What is done with a directory that nobody else has meanwhile.
  private interface Use<T> {
    T of(FileChannel lock) throws IOException;
  }

  private static <T> T locked(Path path, Use<T> use) {
    try {
      PrivateFiles.folder(path);
      FileChannel lock = lock(path);
      try {
        PrivateFiles.sweep(path);
        return use.of(lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreFailure("The state directory " + path + " can't be used: " + e, e);
    }
  }

  /// The operating system lets go of the lock when the process ends, however it ends.
  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve(LOCK);
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
