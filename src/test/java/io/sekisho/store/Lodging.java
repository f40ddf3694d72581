package io.sekisho.store;

import io.sekisho.audit.Sealer;
import io.sekisho.store.StateDirectory.Place;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;

/// Where a test keeps things: a folder, and a database of its own of either kind.
record Lodging(Path folder, Optional<String> database) {
  private static final KeyPair KEY = key();

  /// The two kinds, which have to behave alike.
  enum Type {
    SQLITE,
    POSTGRESQL;

    Lodging in(Path folder) {
      return new Lodging(
          folder,
          this == SQLITE ? Optional.empty() : Optional.of(PostgresServer.shared().database()));
    }
  }

  Place place() {
    return place("state");
  }

  /// Another controller's: the same database and key file, a folder of its own.
  Place place(String name) {
    return new Place(folder.resolve(name), database, Optional.of(folder.resolve("key")));
  }

  StateDirectory open() {
    return open(place());
  }

  static StateDirectory open(Place place) {
    return StateDirectory.open(place, (_, _) -> sealer());
  }

  /// A connection that is none of the product's.
  Connection connect() throws SQLException {
    return database.isPresent()
        ? PostgresServer.connect(database.get())
        : DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/state.db"));
  }

  String query(String sql) throws SQLException {
    try (Connection connection = connect()) {
      return Sql.one(connection, row -> row.getString(1), sql).orElse("");
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect()) {
      Dialect.execute(connection, sql);
    }
  }

  /// A key for audit trails, the same for all of a process.
  static Sealer sealer() {
    return text -> {
      try {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(KEY.getPrivate());
        signature.update(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    };
  }

  static String publicPem() {
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(KEY.getPublic().getEncoded()));
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
