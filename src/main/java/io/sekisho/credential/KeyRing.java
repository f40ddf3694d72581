package io.sekisho.credential;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The signing keys for one kind of token: one signs, its predecessors and its successor verify.
///
/// Several processes may share a ring through their vault. They agree on the key that signs without
/// talking to each other, because that depends only on the keys and the time. Readers take no lock.
final class KeyRing {
  /// How long a new key is known to everyone before it signs: processes that share the vault, and
  /// whoever caches the public keys.
  static final Duration LEAD = Duration.ofMinutes(10);

  /// How long a key verifies after its successor began to sign: a token's life, and as long as
  /// another process may take to notice.
  static final Duration AFTERLIFE = Mint.MAX_LIFE.plus(LEAD);

  private final Vault vault;
  private final Design design;
  private final SecureRandom random = new SecureRandom();
  private volatile Keys keys = new Keys(List.of(), Map.of());

  private KeyRing(Vault vault, Design design) {
    this.vault = vault;
    this.design = design;
  }

  /// What makes a ring this ring.
  ///
  /// @param prefix what its keys' names in the vault begin with
  /// @param label what a new key's `kid` begins with
  /// @param period age at which the newest key gets a successor
  record Design(String prefix, String label, Duration period) {}

  /// A ring without a key, for who makes no tokens of this kind and verifies none.
  static KeyRing empty(Vault vault, Design design) {
    return new KeyRing(vault, design);
  }

  /// The ring as the vault has it, with a first key if there is none.
  static KeyRing open(Vault vault, Design design, Instant now) {
    KeyRing ring = new KeyRing(vault, design);
    ring.rotate(now);
    return ring;
  }

  /// The key that signs now: the newest that was known for long enough, or else the oldest.
  SigningKey signer(Instant now) {
    List<SigningKey> byAge = keys.byAge;
    SigningKey signer = byAge.getFirst();
    for (SigningKey key : byAge) {
      signer = key.createdAt().plus(LEAD).isAfter(now) ? signer : key;
    }
    return signer;
  }

  /// The key whose tokens begin with this header.
  Optional<SigningKey> owner(String header) {
    return Optional.ofNullable(keys.byHeader.get(header));
  }

  boolean isEmpty() {
    return keys.byAge.isEmpty();
  }

  /// The public halves of all keys, oldest first.
  List<SigningKey.Jwk> jwks() {
    return keys.byAge.stream().map(SigningKey::jwk).toList();
  }

  /// Takes up what other processes did to the vault, makes a key if one is due and erases those
  /// whose tokens are all dead. To be called more often than once in [#LEAD].
  ///
  /// @return the `kid` of the key that was made
  synchronized Optional<String> rotate(Instant now) {
    List<SigningKey> all = new ArrayList<>(load());
    Optional<SigningKey> made = Optional.empty();
    if (all.stream().noneMatch(key -> young(key, now))) {
      SigningKey key = SigningKey.make(design.label, random, now);
      vault.write(design.prefix + key.kid(), key.pem());
      all.add(key);
      made = Optional.of(key);
    }
    all.sort(SigningKey.BY_AGE);
    List<SigningKey> dead = dead(all, now);
    all.removeAll(dead);
    keys = Keys.of(all);
    dead.forEach(key -> vault.erase(design.prefix + key.kid()));
    return made.map(SigningKey::kid);
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.byAge;
  }

  /// A key of the future, left behind by a clock that was wrong, does not count: it would stop the
  /// rotation until its day comes.
  private boolean young(SigningKey key, Instant now) {
    return key.createdAt().isAfter(now.minus(design.period))
        && !key.createdAt().isAfter(now.plus(Mint.SKEW));
  }

  private static List<SigningKey> dead(List<SigningKey> byAge, Instant now) {
    List<SigningKey> dead = new ArrayList<>();
    for (int i = 0; i + 1 < byAge.size(); i++) {
      Instant replaced = byAge.get(i + 1).createdAt().plus(LEAD);
      if (replaced.plus(AFTERLIFE).isBefore(now)) {
        dead.add(byAge.get(i));
      }
    }
    return dead;
  }

  private List<SigningKey> load() {
    Map<String, SigningKey> known =
        keys.byAge.stream().collect(Collectors.toMap(SigningKey::kid, Function.identity()));
    List<SigningKey> found = new ArrayList<>();
    for (String name : vault.names()) {
      if (name.startsWith(design.prefix)) {
        SigningKey before = known.get(name.substring(design.prefix.length()));
        // Another process may erase a key between the listing and the reading.
        (before != null ? Optional.of(before) : vault.read(name).map(pem -> read(name, pem)))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private SigningKey read(String name, byte[] pem) {
    try {
      return SigningKey.read(name.substring(design.prefix.length()), pem);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the vault's \"" + name + "\" is damaged; remove it, a new key will be made", e);
    }
  }

  /// All keys of one moment, swapped as a whole.
  private record Keys(List<SigningKey> byAge, Map<String, SigningKey> byHeader) {
    static Keys of(List<SigningKey> byAge) {
      Map<String, SigningKey> byHeader = new HashMap<>();
      byAge.forEach(key -> byHeader.put(key.header(), key));
      return new Keys(List.copyOf(byAge), Map.copyOf(byHeader));
    }
  }
}
