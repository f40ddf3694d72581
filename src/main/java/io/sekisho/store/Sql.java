package io.sekisho.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Single statements, closed when they are read. Values are never part of a statement's text.
final class Sql {
  private Sql() {}

  /// What becomes of one row.
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /// Whatever statements can be read through: any free connection, or that of a write in the
  /// making.
  interface Reading {
    <T> T read(Work<T> work);
  }

  /// What is done on a connection.
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /// Loaded when a time is written first: a start only reads.
  private static final class Times {
    static final DateTimeFormatter NINE_DECIMALS =
        new DateTimeFormatterBuilder().appendInstant(9).toFormatter();
  }

  /// @param values texts, numbers, instants, or any of these as an [Optional]; of anything else
  ///   what it is as a text
  static <T> List<T> all(Connection connection, Row<T> each, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values);
        ResultSet row = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (row.next()) {
        all.add(each.of(row));
      }
      return all;
    }
  }

  static <T> Optional<T> one(Connection connection, Row<T> each, String sql, Object... values)
      throws SQLException {
    return all(connection, each, sql, values).stream().findFirst();
  }

  static long number(Connection connection, String sql, Object... values) throws SQLException {
    return one(connection, row -> row.getLong(1), sql, values).orElse(0L);
  }

  /// @return how many rows it was about
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /// A time as it is kept.
  static String text(Instant time) {
    return Times.NINE_DECIMALS.format(time);
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        set(statement, i + 1, values[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static void set(PreparedStatement statement, int place, Object value)
      throws SQLException {
    switch (value) {
      case Optional<?> it when it.isEmpty() -> statement.setNull(place, Types.VARCHAR);
      case Optional<?> it -> set(statement, place, it.orElseThrow());
      case Number it -> statement.setLong(place, it.longValue());
      case Instant it -> statement.setString(place, text(it));
      default -> statement.setString(place, value.toString());
    }
  }
}
