package io.sekisho.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.control.Store.Removed;
import io.sekisho.credential.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The operators' keys. With each row is a code that takes the key file to make: who can write to
/// the database, and no more, makes no operator.
final class OperatorRows {
  /// Changes with every key that is added or removed.
  static final String STATE =
      "SELECT coalesce(string_agg(mac, ' ' ORDER BY name), '') FROM operator_keys";

  private static final String ALL =
      "SELECT name, hash, created_at, mac FROM operator_keys ORDER BY name";
  private static final String PURPOSE = "sekisho operator keys";

  private final Sessions sessions;
  private final SealedSecrets secrets;
  private final Trail trail;

  OperatorRows(Sessions sessions, SealedSecrets secrets, Trail trail) {
    this.sessions = sessions;
    this.secrets = secrets;
    this.trail = trail;
  }

  /// A row as it stands there, whoever wrote it.
  private record Row(String name, String hash, Instant createdAt, String mac) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString(1), row.getString(2), Instant.parse(row.getString(3)), row.getString(4));
    }

    String text() {
      return String.join("\n", name, hash, createdAt.toString());
    }

    OperatorKey read(Envelope envelope) {
      return new OperatorKey(name, hash, createdAt, envelope.vouches(PURPOSE, text(), mac));
    }

    void vouch(Connection connection, Envelope envelope) throws SQLException {
      Sql.update(
          connection,
          "UPDATE operator_keys SET mac = ? WHERE name = ?",
          envelope.mac(PURPOSE, text()),
          name);
    }
  }

  List<OperatorKey> all() {
    return sessions.read(this::all);
  }

  private List<OperatorKey> all(Connection connection) throws SQLException {
    return Sql.all(connection, Row::of, ALL).stream()
        .map(row -> row.read(secrets.envelope()))
        .toList();
  }

  /// @return false, with nothing done, if there is one of that name
  boolean add(OperatorKey key, List<Audit> records) {
    String text = new Row(key.name(), key.hash(), key.createdAt(), "").text();
    return sessions.write(
        connection -> {
          Envelope envelope = secrets.reserved(connection);
          trail.append(connection, records);
          return Sql.update(
                  connection,
                  "INSERT INTO operator_keys VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
                  key.name(),
                  key.hash(),
                  key.createdAt(),
                  envelope.mac(PURPOSE, text))
              == 1;
        },
        added -> added);
  }

  /// Nobody else adds or removes one meanwhile, for they hold the row of the key file's name: of
  /// the last two, one stays.
  Removed remove(String name, List<Audit> records) {
    return sessions.write(
        connection -> {
          secrets.reserved(connection);
          List<OperatorKey> keys = all(connection);
          if (keys.stream().noneMatch(key -> key.name().equals(name))) {
            return Removed.ABSENT;
          }
          if (keys.stream().noneMatch(key -> key.vouched() && !key.name().equals(name))) {
            return Removed.LAST;
          }
          trail.append(connection, records);
          Sql.update(connection, "DELETE FROM operator_keys WHERE name = ?", name);
          return Removed.DONE;
        },
        done -> done == Removed.DONE);
  }

  /// Vouches for what the last key vouched for, and for nothing else.
  static void renew(Connection connection, Envelope last, Envelope next) throws SQLException {
    for (Row row : Sql.all(connection, Row::of, ALL)) {
      if (row.read(last).vouched()) {
        row.vouch(connection, next);
      }
    }
  }

  /// Vouches for the keys of a database of before, when its schema was just changed; once.
  ///
  /// @param done a file that says so, where nobody gets by way of the database
  void adopt(Path done) throws IOException {
    if (Files.exists(done)) {
      return;
    }
    String sql = "DELETE FROM counters WHERE name = 'operator_keys_without_mac'";
    sessions.write(
        connection -> {
          boolean first = Sql.update(connection, sql) == 1;
          for (Row row : first ? Sql.all(connection, Row::of, ALL) : List.<Row>of()) {
            if (row.mac.isEmpty()) {
              row.vouch(connection, secrets.reserved(connection));
            }
          }
          return first;
        });
    PrivateFiles.write(done, "Operators' keys have codes since.\n".getBytes(US_ASCII));
  }
}
