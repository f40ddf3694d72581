package io.sekisho.store;

/// PostgreSQL databases for tests of other rooms.
public final class Databases {
  private Databases() {}

  /// The URL of a new, empty one; some databases later it is gone.
  public static String fresh() {
    return PostgresServer.shared().database();
  }
}
