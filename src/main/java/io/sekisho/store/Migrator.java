package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// Brings a database up to the newest schema: `0001.sql`, `0002.sql` and so on, each in a
/// transaction of its own together with its number. A migration that was released never changes.
final class Migrator {
  private final String folder;

  /// @param folder resource folder of the scripts
  Migrator(String folder) {
    this.folder = folder;
  }

  void migrate(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > 0 && script(version).isEmpty()) {
      throw new StoreFailure(
          "The database was written by a newer Sekisho (its schema is %d). Use that one."
              .formatted(version));
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      Optional<String> next = script(++version);
      while (next.isPresent()) {
        statement.executeUpdate(next.get());
        statement.executeUpdate("PRAGMA user_version = " + version);
        connection.commit();
        next = script(++version);
      }
    }
  }

  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  private Optional<String> script(int number) {
    String path = "%s/%04d.sql".formatted(folder, number);
    try (InputStream in = Migrator.class.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
