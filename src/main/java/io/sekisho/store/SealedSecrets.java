package io.sekisho.store;

import io.sekisho.credential.Envelope;
import io.sekisho.credential.Vault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Secrets in the database, sealed under a key that is not in it: all controllers on one database
/// have the same, and whoever reads the database or a backup has none.
public final class SealedSecrets implements Vault {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
  private static final String SEALED_UNDER = "SELECT key_id FROM sealing";

  private final Sessions sessions;
  private final KeyFile file;
  private volatile Envelope envelope;

  private SealedSecrets(Sessions sessions, KeyFile file, Envelope envelope) {
    this.sessions = sessions;
    this.file = file;
    this.envelope = envelope;
  }

  /// Opens the secrets with a key file, which is made if there are no secrets yet.
  ///
  /// @throws StoreFailure if they are sealed under another key
  static SealedSecrets open(Sessions sessions, KeyFile file) {
    Envelope envelope = file.open(sessions.read(SealedSecrets::sealedUnder));
    String key =
        sessions.write(
            connection -> {
              Sql.update(
                  connection,
                  "INSERT INTO sealing VALUES (1, ?) ON CONFLICT (one) DO NOTHING",
                  envelope.id());
              return sealedUnder(connection).orElseThrow();
            });
    if (!key.equals(envelope.id())) {
      throw file.stranger(key);
    }
    return new SealedSecrets(sessions, file, envelope);
  }

  private static Optional<String> sealedUnder(Connection connection) throws SQLException {
    return Sql.one(connection, row -> row.getString(1), SEALED_UNDER);
  }

  @Override
  public Set<String> names() {
    List<String> names =
        sessions.read(
            connection -> Sql.all(connection, row -> row.getString(1), "SELECT name FROM secrets"));
    return new TreeSet<>(names);
  }

  /// @throws StoreFailure if it was sealed under another key, or is not what was sealed
  @Override
  public Optional<byte[]> read(String name) {
    expectName(name);
    String sql = "SELECT sealed FROM secrets WHERE name = ?";
    return sessions
        .read(connection -> Sql.one(connection, row -> row.getString(1), sql, name))
        .map(text -> opened(envelope, name, text));
  }

  private byte[] opened(Envelope under, String name, String text) {
    return under
        .open(name, text)
        .orElseThrow(
            () ->
                new StoreFailure(
                    "The secret %s can't be opened with the key file %s: it was sealed under another key, or changed since. If the key was renewed elsewhere, copy the new file here."
                        .formatted(name, file)));
  }

  @Override
  public boolean write(String name, byte[] secret) {
    expectName(name);
    String sql = "INSERT INTO secrets VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
    return sessions.write(
        connection ->
            Sql.update(connection, sql, name, reserved(connection).seal(name, secret)) == 1);
  }

  @Override
  public void erase(String name) {
    expectName(name);
    sessions.write(
        connection -> Sql.update(connection, "DELETE FROM secrets WHERE name = ?", name));
  }

  /// Seals everything under a new key, which replaces the one in the key file. The old key is of no
  /// use from then on; controllers elsewhere need the new file.
  public synchronized void renewKey() {
    Envelope next = file.prepare();
    sessions.write(
        connection -> {
          expectKey(connection, envelope);
          reseal(connection, envelope, next);
          OperatorRows.renew(connection, envelope, next);
          return Sql.update(connection, "UPDATE sealing SET key_id = ?", next.id());
        });
    file.adopt();
    envelope = next;
  }

  private void reseal(Connection connection, Envelope last, Envelope next) throws SQLException {
    record Sealed(String name, String text) {}
    List<Sealed> all =
        Sql.all(
            connection,
            row -> new Sealed(row.getString(1), row.getString(2)),
            "SELECT name, sealed FROM secrets");
    for (Sealed each : all) {
      byte[] secret = opened(last, each.name, each.text);
      Sql.update(
          connection,
          "UPDATE secrets SET sealed = ? WHERE name = ?",
          next.seal(each.name, secret),
          each.name);
    }
  }

  /// The key that secrets are sealed under.
  Envelope envelope() {
    return envelope;
  }

  /// The same, and nobody renews it until the transaction ends.
  Envelope reserved(Connection connection) throws SQLException {
    Envelope now = envelope;
    expectKey(connection, now);
    return now;
  }

  /// Nobody renews the key meanwhile.
  private void expectKey(Connection connection, Envelope mine) throws SQLException {
    String sql = SEALED_UNDER + sessions.database().dialect().locking();
    String key = Sql.one(connection, row -> row.getString(1), sql).orElse("");
    if (!key.equals(mine.id())) {
      throw file.stranger(key);
    }
  }

  private static void expectName(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "a secret's name has letters, digits, dots, hyphens and underscores");
    }
  }
}
