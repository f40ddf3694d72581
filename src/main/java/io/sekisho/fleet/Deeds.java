package io.sekisho.fleet;

import java.time.Instant;
import java.util.List;

/// What guests of a node were given, or were not, in the order in which that was.
///
/// @param stream made anew whenever the node counts from one again
/// @param first the number of the first of them: one that was kept is not kept again
public record Deeds(String stream, long first, List<Deed> deeds) {
  /// How many there may be at once.
  public static final int MOST = 1_000;

  public Deeds {
    deeds = List.copyOf(deeds);
  }

  /// One of them: a [io.sekisho.iam.Crn] of the guest, the action's name, and what came of it, as
  /// in the event log.
  ///
  /// @param action such as `is.metadata.jwt-token.create`
  /// @param reason the HTTP status
  /// @param code the refusal's; empty on success
  /// @param account the guest's
  /// @param initiator the guest's CRN
  /// @param target a trusted profile's id, a certificate's serial number; or empty
  /// @param detail the refusal's private detail
  public record Deed(
      Instant at,
      String trace,
      String action,
      boolean success,
      int reason,
      String code,
      String account,
      String initiator,
      String target,
      String detail) {}

  /// @param last the number of the last one that is on record: the node forgets all up to it
  public record Kept(long last) {}
}
