package io.sekisho.nodewire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A node as shown.
///
/// @param certificateExpiresAt when it is out, unless it gets another certificate before
/// @param takes which guests it may take by itself
/// @param guestCount how many guests are on it
/// @param guests which; empty in lists
/// @param seenAt when the controller that answers heard of it last; absent if it did not
/// @param watching whether it is being told of changes by that controller
/// @param revision what is in force there
/// @param behind how many revisions later the controller is
/// @param failure why a later revision is not in force there
public record NodeView(
    String id,
    String name,
    Instant createdAt,
    Optional<Instant> certificateExpiresAt,
    JoinTokenView.Takes takes,
    long guestCount,
    List<Guest> guests,
    Optional<Instant> seenAt,
    boolean watching,
    Optional<Long> revision,
    Optional<Long> behind,
    Optional<String> failure) {
  public NodeView {
    guests = List.copyOf(guests);
  }

  /// A guest on it.
  ///
  /// @param account the account's name
  public record Guest(String id, String name, String account, Instant since) {}
}
