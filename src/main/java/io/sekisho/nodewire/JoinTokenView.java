package io.sekisho.nodewire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A join token as shown.
///
/// @param reusable whether more than one node may join with it
/// @param token the token itself; only in the answer to whoever makes it
public record JoinTokenView(
    String id,
    Instant createdAt,
    Instant expiresAt,
    boolean reusable,
    Takes takes,
    Optional<String> token) {

  /// Which guests a node may take by itself.
  ///
  /// @param accounts ids of accounts whose guests it may take
  public record Takes(boolean all, List<String> accounts) {
    public Takes {
      accounts = List.copyOf(accounts);
    }
  }

  /// The body of `POST /sekisho/v1/join_tokens`.
  ///
  /// @param expiresIn in seconds; an hour unless given
  /// @param takes nobody's unless given
  public record Wanted(
      Optional<Integer> expiresIn, Optional<Boolean> reusable, Optional<Takes> takes) {}
}
