package io.sekisho.fleet;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A host that serves guests for the controllers.
///
/// @param certificates by which it is known: the newest, and the one before it, which it may still
///   have to use
/// @param keys by which it signs identity tokens, as public JWKs; the newest first
/// @param takes which guests it may take by itself
public record Node(Identity identity, List<Certified> certificates, List<Key> keys, Claims takes)
    implements Resource {
  /// How many certificates a node may use.
  public static final int MAX_CERTIFICATES = 2;

  /// How many keys a node may sign with: tokens of the one before the newest live on.
  public static final int MAX_KEYS = 3;

  public Node {
    certificates = List.copyOf(certificates);
    keys = List.copyOf(keys);
    if (certificates.size() > MAX_CERTIFICATES || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("a node has two certificates and three keys at most");
    }
  }

  /// A certificate that was given to it.
  ///
  /// @param serial in lower-case hexadecimal digits
  public record Certified(String serial, Instant expiresAt) {}

  /// A key by which it signs identity tokens.
  ///
  /// @param kid the header parameter of those tokens
  /// @param jwk the public key as JSON (RFC 7517)
  public record Key(String kid, String jwk) {}

  /// A new node's identity.
  public static Identity identity(String id, String name, Instant createdAt) {
    return new Identity(
        id,
        new Crn("sekisho", "", AccountId.HOUSE, "node", id),
        name,
        AccountId.HOUSE,
        "",
        createdAt);
  }

  /// Whether it may come with this certificate.
  public boolean has(String serial) {
    return certificates.stream().anyMatch(it -> it.serial().equals(serial));
  }

  public Optional<Key> key(String kid) {
    return keys.stream().filter(it -> it.kid().equals(kid)).findFirst();
  }

  /// The same with one certificate more, and with these keys.
  ///
  /// @param presented the serial of the one that it came with: no other remains
  public Node renewed(Certified fresh, String presented, List<Key> keys) {
    List<Certified> kept =
        Stream.concat(
                Stream.of(fresh), certificates.stream().filter(it -> it.serial().equals(presented)))
            .toList();
    return new Node(identity, kept, keys, takes);
  }
}
