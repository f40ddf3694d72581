package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Brings a database up to the newest schema: number by number, each in a transaction of its own
/// together with its number. A migration that was released never changes.
///
/// A migration consists of up to three scripts: `0002.sqlite.sql`, which is for one kind of
/// database, then `0002.sql` for all, then `0002.sqlite.after.sql`.
final class Migrator {
  private final String folder;
  private final Dialect dialect;

  /// @param folder resource folder of the scripts
  Migrator(String folder, Dialect dialect) {
    this.folder = folder;
    this.dialect = dialect;
  }

  /// Where everything is kept before its schema is changed.
  interface Safekeeping {
    void keep(int version) throws SQLException, IOException;
  }

  /// @param before is called if there is something that could be lost
  void migrate(Connection connection, Safekeeping before) throws SQLException, IOException {
    migrate(connection, Integer.MAX_VALUE, before);
  }

  /// The same, but not beyond a version.
  void migrate(Connection connection, int last, Safekeeping before)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    int version = reserved(connection);
    if (version > 0 && scripts(version).isEmpty()) {
      throw new StoreFailure(
          "The database was written by a newer Sekisho (its schema is %d). Use that one."
              .formatted(version));
    }
    List<String> next = scripts(version + 1);
    if (version > 0 && version < last && !next.isEmpty()) {
      before.keep(version);
    }
    while (version < last && !next.isEmpty()) {
      run(connection, next);
      dialect.version(connection, version + 1);
      connection.commit();
      version = reserved(connection);
      next = scripts(version + 1);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /// The version that there is, while nobody else changes it.
  private int reserved(Connection connection) throws SQLException {
    dialect.reserveSchema(connection);
    return dialect.version(connection);
  }

  private void run(Connection connection, List<String> scripts) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String script : scripts) {
        // One that returns no row, or SQLite runs but the first statement of it.
        statement.executeUpdate(dialect.script(script));
      }
    }
  }

  private List<String> scripts(int number) {
    String own = dialect.name().toLowerCase(Locale.ROOT);
    List<String> scripts = new ArrayList<>();
    for (String suffix : List.of("." + own, "", "." + own + ".after")) {
      script("%s/%04d%s.sql".formatted(folder, number, suffix)).ifPresent(scripts::add);
    }
    return scripts;
  }

  private static Optional<String> script(String path) {
    try (InputStream in = Migrator.class.getResourceAsStream(path)) {
      return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
