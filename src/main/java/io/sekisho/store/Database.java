package io.sekisho.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Where connections come from.
interface Database extends AutoCloseable {
  Dialect dialect();

  /// A connection that commits every statement by itself; to be given back as it was taken.
  ///
  /// @param writes whether it is for writing
  Connection take(boolean writes) throws SQLException;

  void giveBack(Connection connection, boolean writes);

  /// Wakes those who wait for a revision.
  final class Bell {
    private long known;

    /// There is a revision; earlier ones that come late change nothing.
    synchronized void ring(long revision) {
      if (revision > known) {
        known = revision;
        notifyAll();
      }
    }

    /// Waits until there is a revision after the given one, or for so long.
    synchronized void await(long after, Duration most) throws InterruptedException {
      long end = System.nanoTime() + most.toNanos();
      long left = most.toMillis();
      while (known <= after && left > 0) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    }
  }

  /// Lets the bell ring, from now on, when others write.
  void follow(Bell bell);

  /// Everything in one SQLite file that is not there yet, as of one moment, while others write.
  void copyTo(Path file) throws SQLException, IOException;

  /// What went wrong, in words that say what to do.
  ///
  /// @param what the database can't be, such as `read`
  StoreFailure failure(String what, SQLException e);

  /// Whether it is the connection that failed, so that another may do better.
  boolean isLost(SQLException e);

  /// Whether a commit may have come to pass although it failed like this.
  boolean isUnknown(SQLException e);

  @Override
  void close();
}
