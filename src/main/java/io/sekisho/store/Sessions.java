package io.sekisho.store;

import io.sekisho.store.Sql.Reading;
import io.sekisho.store.Sql.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/// Work on the database, in transactions where it needs them. What goes wrong becomes a
/// [StoreFailure] here, and nowhere else.
final class Sessions implements Reading {
  private static final int TRIES = 4;

  private final Database database;
  private final ThreadLocal<Boolean> writing = ThreadLocal.withInitial(() -> false);

  /// Carries what went wrong on a connection through work that is not ours.
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException why;

    Broken(SQLException why) {
      super(why);
      this.why = why;
    }
  }

  Sessions(Database database) {
    this.database = database;
  }

  Database database() {
    return database;
  }

  /// A single statement, or several that need not agree with each other. Tried again on another
  /// connection if the first is lost, as all are after a server started anew.
  @Override
  public <T> T read(Work<T> work) {
    for (int i = 1; i < TRIES; i++) {
      try {
        return on(false, work);
      } catch (SQLException e) {
        if (!database.isLost(e)) {
          throw database.failure("read", e);
        }
      }
    }
    return with(false, work);
  }

  /// Several statements that see one state.
  <T> T readFrozen(Work<T> work) {
    return with(
        false,
        connection -> {
          connection.setAutoCommit(false);
          try {
            database.dialect().freeze(connection);
            return work.on(connection);
          } finally {
            connection.rollback();
            connection.setAutoCommit(true);
          }
        });
  }

  <T> T write(Work<T> work) {
    return write(work, _ -> true);
  }

  /// Makes all of it durable, or nothing.
  ///
  /// @param good whether what the work came to is to be kept
  <T> T write(Work<T> work, Predicate<T> good) {
    if (writing.get()) {
      throw new IllegalStateException("a write within a write would wait for itself");
    }
    writing.set(true);
    try {
      return with(true, connection -> transact(connection, work, good));
    } finally {
      writing.remove();
    }
  }

  private <T> T transact(Connection connection, Work<T> work, Predicate<T> good)
      throws SQLException {
    boolean done = false;
    connection.setAutoCommit(false);
    try {
      T result = work.on(connection);
      if (good.test(result)) {
        commit(connection);
        done = true;
      }
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
      restore(connection);
    }
  }

  private void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (database.isUnknown(e)) {
        throw StoreFailure.unknown(e);
      }
      throw e;
    }
  }

  /// What can't be rolled back was lost with its connection, and why is being told already.
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // Nothing to add.
    }
  }

  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // A connection that is lost is thrown away when it is given back.
    }
  }

  private <T> T with(boolean writes, Work<T> work) {
    String what = writes ? "written" : "read";
    try {
      return on(writes, work);
    } catch (SQLException e) {
      throw database.failure(what, e);
    } catch (Broken e) {
      throw database.failure(what, e.why);
    }
  }

  private <T> T on(boolean writes, Work<T> work) throws SQLException {
    Connection connection = database.take(writes);
    try {
      return work.on(connection);
    } finally {
      database.giveBack(connection, writes);
    }
  }
}
