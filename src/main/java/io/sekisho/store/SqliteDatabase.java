package io.sekisho.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/// One SQLite file: one connection that writes, and a few that read, made as they are needed. Every
/// commit waits for the disk (`synchronous=FULL`), so that what was acknowledged survives a power
/// cut; readers never wait for the writer (WAL).
final class SqliteDatabase implements Database {
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 10_000;

  /// What a primary result code takes of an extended one, in bits.
  private static final int PRIMARY = 0xff;

  private final Path file;
  private final Connection writer;
  private final ReentrantLock writing = new ReentrantLock();
  private final Semaphore reading = new Semaphore(READERS, true);
  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private SqliteDatabase(Path file, Connection writer) {
    this.file = file;
    this.writer = writer;
  }

  /// Opens a database, making it or bringing its schema up to date. Before an older schema is
  /// changed, all is copied beside it, into a file with the number of that schema in its name.
  ///
  /// @throws StoreFailure if it can't be used
  static SqliteDatabase open(Path file) {
    try {
      keepPrivate(file);
      Connection writer = connect(file, TransactionMode.IMMEDIATE);
      try {
        Path beside = file.resolveSibling(file.getFileName() + ".schema-");
        new Migrator(SqlStore.MIGRATIONS, Dialect.SQLITE)
            .migrate(writer, version -> Copies.keep(file, Path.of(beside.toString() + version)));
        return new SqliteDatabase(file, writer);
      } catch (SQLException | IOException | RuntimeException e) {
        writer.close();
        throw e;
      }
    } catch (SQLException | IOException e) {
      throw new StoreFailure("The database " + file + " can't be opened: " + e.getMessage(), e);
    }
  }

  /// What SQLite makes beside a file has that file's permissions.
  private static void keepPrivate(Path file) throws IOException {
    if (!Files.exists(file)) {
      PrivateFiles.reserve(file);
    }
    for (String end : List.of("", "-wal", "-shm")) {
      PrivateFiles.narrow(file.resolveSibling(file.getFileName() + end));
    }
  }

  /// Loads native code.
  static void warmUp() {
    try {
      new SQLiteConfig().createConnection("jdbc:sqlite::memory:").close();
    } catch (SQLException e) {
      throw new StoreFailure("SQLite can't be loaded: " + e.getMessage(), e);
    }
  }

  /// A connection, made without the driver manager, which would load every driver there is.
  static Connection connect(Path file, TransactionMode mode) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(mode);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public Connection take(boolean writes) throws SQLException {
    if (writes) {
      writing.lock();
      return writer;
    }
    reading.acquireUninterruptibly();
    try {
      Connection free = idle.poll();
      return free != null ? free : reader();
    } catch (SQLException | RuntimeException e) {
      reading.release();
      throw e;
    }
  }

  private Connection reader() throws SQLException {
    if (closed) {
      throw new SQLException("it was closed");
    }
    Connection reader = connect(file, TransactionMode.DEFERRED);
    Dialect.execute(reader, "PRAGMA query_only = true");
    return reader;
  }

  @Override
  public void giveBack(Connection connection, boolean writes) {
    if (writes) {
      writing.unlock();
      return;
    }
    idle.add(connection);
    reading.release();
    if (closed) {
      closeIdle();
    }
  }

  /// Nobody but this process writes.
  @Override
  public void follow(Bell bell) {}

  @Override
  public void copyTo(Path to) throws SQLException, IOException {
    copy(file, to);
  }

  /// Copies a database while others write to it: in one step, which sees one state.
  static void copy(Path from, Path to) throws SQLException {
    try (Connection source = asItIs(from)) {
      int result =
          source
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", to.toString(), null, 100, 100, -1);
      if (result != SQLiteErrorCode.SQLITE_OK.code) {
        throw new SQLException("SQLite's result code is " + result);
      }
    }
    seal(to);
  }

  /// Makes a database one file, which has no other beside it.
  static void seal(Path file) throws SQLException {
    try (Connection copy = asItIs(file)) {
      Dialect.execute(copy, "PRAGMA journal_mode = DELETE");
    }
  }

  /// A connection that does not change the file's ways.
  private static Connection asItIs(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  @Override
  public StoreFailure failure(String what, SQLException e) {
    return new StoreFailure("The database can't be " + what + ": " + e.getMessage(), e);
  }

  @Override
  public boolean isLost(SQLException e) {
    return false;
  }

  /// The disk failed: what is on it is for the next start to find out.
  @Override
  public boolean isUnknown(SQLException e) {
    return (e.getErrorCode() & PRIMARY) == SQLiteErrorCode.SQLITE_IOERR.code;
  }

  @Override
  public void close() {
    writing.lock();
    try {
      closed = true;
      closeIdle();
      writer.close();
    } catch (SQLException e) {
      throw failure("closed", e);
    } finally {
      writing.unlock();
    }
  }

  private void closeIdle() {
    for (Connection reader = idle.poll(); reader != null; reader = idle.poll()) {
      try {
        reader.close();
      } catch (SQLException e) {
        throw failure("closed", e);
      }
    }
  }
}
