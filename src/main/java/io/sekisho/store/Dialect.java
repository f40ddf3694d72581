package io.sekisho.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// All that the two kinds of database are told in different words.
enum Dialect {
  SQLITE,
  POSTGRESQL;

  /// At the end of a query: nobody else changes the rows that it finds until the transaction ends.
  /// In SQLite nobody else writes at all.
  String locking() {
    return switch (this) {
      case SQLITE -> "";
      case POSTGRESQL -> " FOR UPDATE";
    };
  }

  /// A script as this database takes it: texts are compared by their bytes in either.
  String script(String text) {
    return switch (this) {
      case SQLITE -> text;
      case POSTGRESQL -> text.replaceAll("\\bTEXT\\b", "TEXT COLLATE \"C\"");
    };
  }

  /// Number of the schema; 0 if there is none yet.
  int version(Connection connection) throws SQLException {
    return switch (this) {
      case SQLITE -> (int) Sql.number(connection, "PRAGMA user_version");
      case POSTGRESQL -> {
        boolean isNew =
            Sql.number(connection, "SELECT (to_regclass('schema_version') IS NULL)::int") == 1;
        yield isNew ? 0 : (int) Sql.number(connection, "SELECT max(version) FROM schema_version");
      }
    };
  }

  void version(Connection connection, int version) throws SQLException {
    switch (this) {
      case SQLITE -> execute(connection, "PRAGMA user_version = " + version);
      case POSTGRESQL -> {
        execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
        Sql.update(connection, "INSERT INTO schema_version VALUES (?)", version);
      }
    }
  }

  /// Makes this transaction, which just began, see one state to its end.
  void freeze(Connection connection) throws SQLException {
    switch (this) {
      case SQLITE -> {}
      case POSTGRESQL ->
          execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }

  /// Keeps others from changing the schema until the transaction ends. The number is any, as long
  /// as it stays.
  void reserveSchema(Connection connection) throws SQLException {
    switch (this) {
      case SQLITE -> {}
      case POSTGRESQL -> execute(connection, "SELECT pg_advisory_xact_lock(7269727)");
    }
  }

  /// Keeps other controllers from trimming the change log until the transaction ends.
  ///
  /// @return whether none of them does just now
  boolean reserveLog(Connection connection) throws SQLException {
    return switch (this) {
      case SQLITE -> true;
      case POSTGRESQL ->
          Sql.number(connection, "SELECT pg_try_advisory_xact_lock(7269728)::int") == 1;
    };
  }

  /// Wakes those who wait for a write, when it is durable. In SQLite they are all in this process.
  void announce(Connection connection) throws SQLException {
    switch (this) {
      case SQLITE -> {}
      case POSTGRESQL -> execute(connection, "NOTIFY " + PostgresDatabase.CHANNEL);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
