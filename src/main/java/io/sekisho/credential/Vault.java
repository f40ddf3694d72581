package io.sekisho.credential;

import java.util.Optional;
import java.util.Set;

/// Where secrets are kept between two runs.
///
/// A secret is written once and never changed: it is replaced by one of another name, and erased.
/// That is why several processes can share a vault without destroying each other's keys. A name
/// consists of letters, digits, `.`, `_` and `-`, and is at most 128 characters long.
public interface Vault {
  /// The names of all secrets.
  Set<String> names();

  /// The secret of this name; empty if there is none.
  Optional<byte[]> read(String name);

  /// Keeps a secret under a name that is not taken, whole or not at all, and durably.
  ///
  /// @return false, with nothing changed, if the name is taken, however close the race for it was
  boolean write(String name, byte[] secret);

  /// Erases the secret of this name, if there is one.
  void erase(String name);
}
