package io.sekisho.control;

import io.sekisho.control.Store.OperatorKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The keys with which operators call the API. A key is 256 random bits, so a plain SHA-256 of it
/// can be kept at rest: there is nothing to guess that a slow hash would protect.
public final class OperatorKeys {
  /// How every key begins, so that scanners for leaked secrets can find it.
  public static final String PREFIX = "sekisho_";

  private static final int KEY_BYTES = 32;
  private static final int MAX_LENGTH = 128;

  private final Store store;
  private final InstantSource clock;
  private final SecureRandom random;

  public OperatorKeys(Store store, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /// The first key's text if there was none yet; it can't be read again later.
  public synchronized Optional<String> createFirst() {
    return store.operatorKeys().isEmpty() ? Optional.of(create("first")) : Optional.empty();
  }

  /// A new key's text; it can't be read again later.
  ///
  /// @throws IllegalArgumentException if there is a key of that name
  public synchronized String create(String name) {
    if (has(name)) {
      throw new IllegalArgumentException("there is an operator key named " + name);
    }
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    OperatorKey key =
        new OperatorKey(name, HexFormat.of().formatHex(sha256(text)), clock.instant());
    store.audit(List.of(AuditRecords.of(AuditRecords.operatorKey(name, key.createdAt()))));
    store.addOperatorKey(key);
    return text;
  }

  /// Whether there is an operator with a key of this name.
  public boolean has(String name) {
    return store.operatorKeys().stream().anyMatch(key -> key.name().equals(name));
  }

  /// The name of the key that this is the text of. Every key is compared, each in constant time; as
  /// of now, for another controller may have made or removed one.
  public Optional<String> verify(String presented) {
    if (presented.length() > MAX_LENGTH || !presented.startsWith(PREFIX)) {
      return Optional.empty();
    }
    byte[] hash = sha256(presented);
    Optional<String> name = Optional.empty();
    for (OperatorKey key : store.operatorKeys()) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(key.hash()), hash)) {
        name = Optional.of(key.name());
      }
    }
    return name;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
