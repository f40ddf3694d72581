package io.sekisho.store;

import io.sekisho.control.Kind;
import io.sekisho.control.Store;
import io.sekisho.plan.Counters;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// Control's state in one SQLite file, over one connection. Every commit waits for the disk
/// (`synchronous=FULL`), so that what was acknowledged survives a power cut.
public final class SqliteStore implements Store, AutoCloseable {
  private static final String MIGRATIONS = "/io/sekisho/store/migrations";
  private static final String REVISION = "revision";
  private static final String VPC_INDEX = "vpc_index";
  private static final String MARK = "mark";

  private final Connection connection;

  private SqliteStore(Connection connection) {
    this.connection = connection;
  }

  /// Opens the database, making it or bringing its schema up to date.
  ///
  /// @throws StoreFailure if it can't be used
  static SqliteStore open(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        new Migrator(MIGRATIONS).migrate(connection);
        return new SqliteStore(connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreFailure("The database " + file + " can't be opened: " + e.getMessage(), e);
    }
  }

  static void warmUp() {
    try {
      new SQLiteConfig().createConnection("jdbc:sqlite::memory:").close();
    } catch (SQLException e) {
      throw failure("loaded", e);
    }
  }

  @Override
  public synchronized Saved load() {
    try {
      Assembly assembly = new Assembly();
      Codec codec = new Codec();
      try (PreparedStatement all =
              connection.prepareStatement("SELECT kind, body FROM resources ORDER BY position");
          ResultSet row = all.executeQuery()) {
        while (row.next()) {
          assembly.add(codec.read(Kind.valueOf(row.getString(1)), row.getString(2)));
        }
      }
      Counters counters = new Counters((int) counter(VPC_INDEX), (int) counter(MARK));
      Saved saved = new Saved(counter(REVISION), assembly.contents(), counters);
      connection.rollback();
      return saved;
    } catch (SQLException e) {
      throw failure("read", e);
    }
  }

  @Override
  public synchronized void commit(Write write) {
    transaction(
        () -> {
          advance(write);
          List<Entry> entries = new ArrayList<>(write.entries());
          entries.sort(Comparator.comparing(entry -> entry instanceof Entry.Put));
          for (int i = 0; i < entries.size(); i++) {
            apply(write.revision(), i, entries.get(i));
          }
          update(
              "INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?)",
              write.revision(),
              write.at(),
              write.action(),
              write.by().operator(),
              write.by().trace(),
              entries.size());
        });
  }

  private void advance(Write write) throws SQLException {
    int moved =
        update(
            "UPDATE counters SET value = ? WHERE name = ? AND value = ?",
            write.revision(),
            REVISION,
            write.revision() - 1);
    if (moved != 1) {
      throw new IllegalStateException(
          "revision " + write.revision() + " does not follow " + counter(REVISION));
    }
    String set = "UPDATE counters SET value = ? WHERE name = ?";
    update(set, write.counters().vpcIndex(), VPC_INDEX);
    update(set, write.counters().mark(), MARK);
  }

  private void apply(long revision, int number, Entry entry) throws SQLException {
    switch (entry) {
      case Entry.Put put -> {
        String body = Codec.write(put.value());
        update(
            "INSERT INTO resources (id, kind, account, name, revision, body)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                + " revision = excluded.revision, body = excluded.body",
            put.id(),
            put.kind().name(),
            put.account(),
            put.name(),
            revision,
            body);
        update(
            "INSERT INTO change_log VALUES (?, ?, ?, ?, ?, ?, ?)",
            revision,
            number,
            put.kind().name(),
            put.id(),
            put.account(),
            put.name(),
            body);
      }
      case Entry.Delete delete -> {
        update("DELETE FROM resources WHERE id = ?", delete.id());
        update(
            "INSERT INTO change_log VALUES (?, ?, ?, ?, ?, ?, NULL)",
            revision,
            number,
            delete.kind().name(),
            delete.id(),
            delete.account(),
            delete.name());
      }
    }
  }

  @Override
  public synchronized List<OperatorKey> operatorKeys() {
    try (PreparedStatement all =
            connection.prepareStatement("SELECT name, hash, created_at FROM operator_keys");
        ResultSet row = all.executeQuery()) {
      List<OperatorKey> keys = new ArrayList<>();
      while (row.next()) {
        keys.add(
            new OperatorKey(row.getString(1), row.getString(2), Instant.parse(row.getString(3))));
      }
      return keys;
    } catch (SQLException e) {
      throw failure("read", e);
    }
  }

  @Override
  public synchronized void addOperatorKey(OperatorKey key) {
    transaction(
        () ->
            update(
                "INSERT INTO operator_keys VALUES (?, ?, ?)",
                key.name(),
                key.hash(),
                key.createdAt()));
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("closed", e);
    }
  }

  /// Statements that stand or fall together.
  private interface Statements {
    void run() throws SQLException;
  }

  private void transaction(Statements statements) {
    boolean done = false;
    try {
      statements.run();
      connection.commit();
      done = true;
    } catch (SQLException e) {
      throw failure("written", e);
    } finally {
      if (!done) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw failure("rolled back", e);
    }
  }

  private long counter(String name) throws SQLException {
    try (PreparedStatement one =
        connection.prepareStatement("SELECT value FROM counters WHERE name = ?")) {
      one.setString(1, name);
      try (ResultSet row = one.executeQuery()) {
        return row.getLong(1);
      }
    }
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        statement.setObject(i + 1, value instanceof Number ? value : value.toString());
      }
      return statement.executeUpdate();
    }
  }

  private static StoreFailure failure(String what, SQLException e) {
    return new StoreFailure("The database can't be " + what + ": " + e.getMessage(), e);
  }
}
