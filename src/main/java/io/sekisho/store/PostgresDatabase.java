package io.sekisho.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/// A database on a PostgreSQL server, which several controllers may share.
final class PostgresDatabase implements Database {
  /// What a write is announced on.
  static final String CHANNEL = "writes_of_sekisho";

  private static final int CONNECTIONS = 10;
  private static final int OLDEST = 13;
  private static final int ALIVE_SECONDS = 5;
  private static final long WAIT_MILLIS = 10_000;

  /// A commit that returned is on the server's disk, whatever the server is set to. A controller
  /// that stops in the middle of a write does not keep the others from writing for longer than
  /// this.
  private static final String SESSION =
      "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
          + " WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),"
          + " set_config('lock_timeout', '20s', false),"
          + " set_config('idle_in_transaction_session_timeout', '30s', false)";

  private final PostgresUrl url;
  private final PGSimpleDataSource server;
  private final HikariDataSource pool;
  private Optional<PostgresListener> listener = Optional.empty();

  private PostgresDatabase(PostgresUrl url, PGSimpleDataSource server, HikariDataSource pool) {
    this.url = url;
    this.server = server;
    this.pool = pool;
  }

  /// Opens a database, bringing its schema up to date. Before an older schema is changed, all is
  /// copied to a SQLite file, as a backup.
  ///
  /// @param beside begins the name of that file, which ends in the number of that schema
  /// @throws StoreFailure if it can't be used
  static PostgresDatabase open(PostgresUrl url, Path beside) {
    PGSimpleDataSource server = server(url);
    try (Connection connection = server.getConnection()) {
      expectUsable(connection);
      // Changing a large table may take longer than anything else that a server is waited for.
      connection.setNetworkTimeout(Runnable::run, 0);
      new Migrator(SqlStore.MIGRATIONS, Dialect.POSTGRESQL)
          .migrate(connection, version -> keep(server, version, beside));
      return new PostgresDatabase(url, server, pool(server));
    } catch (SQLException e) {
      throw failure(url, "opened", e);
    } catch (IOException e) {
      throw new StoreFailure("What is in %s can't be copied: %s".formatted(url, e), e);
    }
  }

  private static PGSimpleDataSource server(PostgresUrl url) {
    PGSimpleDataSource server = new PGSimpleDataSource();
    try {
      server.setUrl(url.jdbc());
    } catch (IllegalArgumentException e) {
      throw new StoreFailure("The driver does not understand the address " + url + ".", e);
    }
    url.user().ifPresent(server::setUser);
    url.password().ifPresent(server::setPassword);
    return server;
  }

  private static HikariDataSource pool(PGSimpleDataSource server) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("sekisho");
    config.setDataSource(server);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setConnectionInitSql(SESSION);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static void expectUsable(Connection connection) throws SQLException {
    long version = Sql.number(connection, "SELECT current_setting('server_version_num')::int");
    if (version < OLDEST * 10_000) {
      throw new StoreFailure(
          "The PostgreSQL server is of version %d: Sekisho needs %d or newer."
              .formatted(version / 10_000, OLDEST));
    }
    String encoding =
        Sql.one(connection, row -> row.getString(1), "SHOW server_encoding").orElse("");
    if (!encoding.equals("UTF8")) {
      throw new StoreFailure(
          "The database's encoding is %s: create one with ENCODING 'UTF8'.".formatted(encoding));
    }
    if (Sql.number(connection, "SELECT pg_is_in_recovery()::int") == 1) {
      throw new StoreFailure(
          "The PostgreSQL server is a standby, which can't be written to: name the primary, or"
              + " several hosts and targetServerType=primary.");
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  /// One for writing was alive a moment ago: what is done on it is not repeated.
  @Override
  public Connection take(boolean writes) throws SQLException {
    Connection connection = pool.getConnection();
    for (int i = 0; i < CONNECTIONS && writes && !connection.isValid(ALIVE_SECONDS); i++) {
      pool.evictConnection(connection);
      connection = pool.getConnection();
    }
    return connection;
  }

  @Override
  public void giveBack(Connection connection, boolean writes) {
    try {
      connection.close();
    } catch (SQLException e) {
      // One that is lost is not used again.
    }
  }

  @Override
  public synchronized void follow(Bell bell) {
    if (listener.isEmpty()) {
      listener = Optional.of(PostgresListener.start(server, bell));
    }
  }

  @Override
  public void copyTo(Path file) throws SQLException, IOException {
    copy(server, file);
  }

  /// Nothing was ever kept in the part of schema 1 that PostgreSQL has.
  private static void keep(PGSimpleDataSource server, int version, Path beside)
      throws SQLException, IOException {
    if (version > 1) {
      Copies.keep(to -> copy(server, to), Path.of(beside.toString() + version));
    }
  }

  private static void copy(PGSimpleDataSource server, Path file) throws SQLException, IOException {
    try (Connection source = server.getConnection()) {
      source.setAutoCommit(false);
      Dialect.POSTGRESQL.freeze(source);
      Copies.toFile(source, Dialect.POSTGRESQL.version(source), file);
      source.rollback();
    }
  }

  @Override
  public StoreFailure failure(String what, SQLException e) {
    return failure(url, what, e);
  }

  private static StoreFailure failure(PostgresUrl url, String what, SQLException e) {
    String state = state(e);
    String advice =
        switch (state.isEmpty() ? "" : state.substring(0, 2)) {
          case "08", "57" ->
              "can't be reached: check that it runs and that this host may get to it";
          case "28" -> "refuses us: check user and password, and the server's pg_hba.conf";
          case "3D" -> "is not there: create it";
          case "55" -> "is held by another controller that does not finish: try again";
          default -> "can't be " + what;
        };
    return new StoreFailure("The database %s %s. (%s)".formatted(url, advice, e.getMessage()), e);
  }

  /// The first that says what kind of failure it is: a pool wraps what it was told.
  private static String state(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  @Override
  public boolean isLost(SQLException e) {
    return state(e).startsWith("08") || state(e).startsWith("57P");
  }

  /// All but what the server itself says did not happen: it broke a rule (23), or was rolled back
  /// (40).
  @Override
  public boolean isUnknown(SQLException e) {
    String state = state(e);
    return !state.startsWith("23") && !state.startsWith("40");
  }

  @Override
  public synchronized void close() {
    listener.ifPresent(PostgresListener::close);
    pool.close();
  }
}
