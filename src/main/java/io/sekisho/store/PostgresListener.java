package io.sekisho.store;

import io.sekisho.store.Database.Bell;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// Hears of writes, over a connection of its own. What it hears is that there was one: which is
/// read from the database, every second in any case, so that nothing depends on being heard.
final class PostgresListener implements AutoCloseable {
  private static final int POLL_MILLIS = 1_000;

  private final DataSource server;
  private final Bell bell;
  private final Thread thread;
  private volatile boolean closed;

  private PostgresListener(DataSource server, Bell bell) {
    this.server = server;
    this.bell = bell;
    this.thread = Thread.ofPlatform().daemon().name("sekisho-store").unstarted(this::run);
  }

  static PostgresListener start(DataSource server, Bell bell) {
    PostgresListener listener = new PostgresListener(server, bell);
    listener.thread.start();
    return listener;
  }

  private void run() {
    while (!closed) {
      try (Connection connection = server.getConnection()) {
        Dialect.execute(connection, "LISTEN " + PostgresDatabase.CHANNEL);
        listen(connection);
      } catch (SQLException e) {
        pause(); // Whoever reads or writes is told, if it stays away.
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection ears = connection.unwrap(PGConnection.class);
    while (!closed) {
      bell.ring(Sql.number(connection, SqlStore.REVISION));
      ears.getNotifications(POLL_MILLIS);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns when the connection is closed.
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(2 * POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
