package io.sekisho.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sqlite.SQLiteConfig.TransactionMode;

/// Everything in one file: a SQLite database, whichever kind of database it was taken from. So it
/// can be looked into, and moves an installation from one kind to the other.
final class Copies {
  private static final int TOGETHER = 500;

  private Copies() {}

  /// Makes a file that is there already, and empty, what it is to be.
  interface Maker {
    void make(Path file) throws SQLException, IOException;
  }

  /// A copy of a SQLite database, in place of one that may be there from an earlier try.
  static void keep(Path database, Path copy) throws SQLException, IOException {
    keep(file -> SqliteDatabase.copy(database, file), copy);
  }

  static void keep(Maker maker, Path copy) throws SQLException, IOException {
    Path unfinished = begin(copy);
    try {
      maker.make(unfinished);
      Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    PrivateFiles.settle(copy);
  }

  /// @throws StoreFailure if the file is there already, or can't be made
  static void backup(Maker maker, Path file) {
    try {
      Path unfinished = begin(file);
      try {
        maker.make(unfinished);
        Files.createLink(file, unfinished);
      } finally {
        Files.delete(unfinished);
      }
      PrivateFiles.settle(file);
    } catch (FileAlreadyExistsException e) {
      throw new StoreFailure("There is a file " + file + " already: choose another name.", e);
    } catch (SQLException | IOException e) {
      throw new StoreFailure("The backup " + file + " can't be written: " + e.getMessage(), e);
    }
  }

  private static Path begin(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    PrivateFiles.reserve(unfinished);
    return unfinished;
  }

  /// Copies the rows of all tables to a SQLite file.
  ///
  /// @param version number of the schema that they are of
  static void toFile(Connection source, int version, Path file) throws SQLException, IOException {
    try (Connection copy = SqliteDatabase.connect(file, TransactionMode.IMMEDIATE)) {
      new Migrator(SqlStore.MIGRATIONS, Dialect.SQLITE).migrate(copy, version, _ -> {});
      // For records that SQLite had before PostgreSQL joined.
      Dialect.execute(copy, "DROP TABLE IF EXISTS audit_log_unchained");
      copy.setAutoCommit(false);
      rows(source, copy, tables(copy));
      copy.commit();
    }
    SqliteDatabase.seal(file);
  }

  /// Puts what is in a backup into a database that nothing was written to yet.
  ///
  /// @param scratch a file that is not there, in a private folder
  /// @throws StoreFailure if the file is no backup, is damaged, or the database is not empty
  static Contents restore(Path backup, Path scratch, Sessions target)
      throws SQLException, IOException {
    Files.deleteIfExists(scratch);
    if (!Files.isRegularFile(backup)) {
      throw new StoreFailure("There is no backup " + backup + ".");
    }
    PrivateFiles.reserve(scratch);
    try {
      SqliteDatabase.copy(backup, scratch);
      try (Connection source = SqliteDatabase.connect(scratch, TransactionMode.IMMEDIATE)) {
        expectBackup(source);
        // One of an older Sekisho becomes one of this.
        new Migrator(SqlStore.MIGRATIONS, Dialect.SQLITE).migrate(source, _ -> {});
        return target.write(connection -> restore(source, connection));
      }
    } finally {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(scratch.resolveSibling(scratch.getFileName() + suffix));
      }
    }
  }

  /// What was restored.
  ///
  /// @param key of the key file that its secrets are sealed under; empty if it has none
  record Contents(long revision, long records, String key) {}

  private static void expectBackup(Connection source) throws SQLException {
    String found = Sql.one(source, row -> row.getString(1), "PRAGMA integrity_check").orElse("");
    if (!found.equals("ok")) {
      throw new StoreFailure("The backup is damaged: " + found);
    }
    if (Dialect.SQLITE.version(source) < 2) {
      throw new StoreFailure(
          "This is no backup of Sekisho's, or one of a database of schema 1: that becomes state.db in an empty state folder.");
    }
  }

  private static Contents restore(Connection source, Connection target) throws SQLException {
    List<String> wrong = complaints(source);
    if (!wrong.isEmpty()) {
      throw new StoreFailure("The backup is damaged: " + String.join("; ", wrong));
    }
    for (String table : tables(source)) {
      String filled = table.equals("counters") ? " WHERE value > 0" : "";
      if (Sql.number(target, "SELECT count(*) FROM " + table + filled) > 0) {
        throw new StoreFailure(
            "Something was written here already: a backup is restored into an empty state folder and an empty database only.");
      }
    }
    rows(source, target, tables(source));
    return new Contents(
        Sql.number(target, SqlStore.REVISION),
        Sql.number(target, "SELECT count(*) FROM audit_log"),
        Sql.one(target, row -> row.getString(1), "SELECT key_id FROM sealing").orElse(""));
  }

  /// What does not agree in a database: every revision that was not trimmed has its entries, and
  /// documents are what their last entry made of them.
  static List<String> complaints(Connection connection) throws SQLException {
    List<String> wrong = new ArrayList<>();
    long revision = Sql.number(connection, SqlStore.REVISION);
    long logged = Sql.number(connection, "SELECT count(DISTINCT revision) FROM change_log");
    long newest = Sql.number(connection, "SELECT max(revision) FROM change_log");
    long trimmed = Sql.number(connection, "SELECT value FROM counters WHERE name = 'trimmed'");
    if (revision - trimmed != logged || revision != newest) {
      wrong.add(
          "there are %d revisions, %d of them logged, the last %d"
              .formatted(revision - trimmed, logged, newest));
    }
    String last =
        " FROM (SELECT *, row_number() OVER (PARTITION BY account, kind, id"
            + " ORDER BY revision DESC, entry DESC) AS age FROM change_log) AS l"
            + " WHERE l.age = 1 AND l.body IS NOT NULL";
    long live = Sql.number(connection, "SELECT count(*)" + last);
    long same =
        Sql.number(
            connection,
            "SELECT count(*) FROM resources r JOIN (SELECT l.*"
                + last
                + ") AS n ON n.account = r.account AND n.kind = r.kind AND n.id = r.id"
                + " AND n.revision = r.revision AND n.body = r.body");
    long kept =
        Sql.number(connection, "SELECT count(*) FROM resources WHERE revision > ?", trimmed);
    if (live != kept || same != kept) {
      wrong.add(
          "of %d documents %d are what the log says, which has %d".formatted(kept, same, live));
    }
    long records = Sql.number(connection, "SELECT value FROM counters WHERE name = 'audit'");
    long found = Sql.number(connection, "SELECT count(*) FROM audit_log");
    if (records != found) {
      wrong.add("of %d audit records %d are there".formatted(records, found));
    }
    return wrong;
  }

  private static List<String> tables(Connection sqlite) throws SQLException {
    return Sql.all(
        sqlite,
        row -> row.getString(1),
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
            + " ESCAPE '\\' ORDER BY name");
  }

  private static void rows(Connection from, Connection to, List<String> tables)
      throws SQLException {
    for (String table : tables) {
      if (Sql.number(to, "SELECT count(*) FROM " + table) > 0) {
        Sql.update(to, "DELETE FROM " + table); // what the schema itself put there
      }
      try (Statement statement = from.createStatement()) {
        statement.setFetchSize(TOGETHER);
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          insert(row, to, table);
        }
      }
    }
  }

  private static void insert(ResultSet row, Connection to, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      columns.add(row.getMetaData().getColumnName(i));
    }
    String sql =
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                table,
                String.join(", ", columns),
                String.join(", ", Collections.nCopies(columns.size(), "?")));
    try (PreparedStatement insert = to.prepareStatement(sql)) {
      int waiting = 0;
      while (row.next()) {
        for (int i = 1; i <= columns.size(); i++) {
          insert.setObject(i, row.getObject(i));
        }
        insert.addBatch();
        if (++waiting % TOGETHER == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
