package io.sekisho.audit;

import java.time.Instant;

/// A record of the trail in its place. Read back, any part of it may have been tampered with: that
/// is for [Verifier] to find.
///
/// @param sequence 1 for the first record, and one more for each
/// @param hash what [Chain#link] made of the record before and of this one
/// @param seal the key's signature under this record and so under all before; empty but for the
///   last record of a write
public record Entry(
    long sequence,
    Instant at,
    String account,
    String target,
    String action,
    String body,
    String hash,
    String seal) {
  /// The chain up to this record.
  public Head head() {
    return new Head(sequence, hash, seal);
  }

  Entry renumbered(long number) {
    return new Entry(number, at, account, target, action, body, hash, seal);
  }
}
