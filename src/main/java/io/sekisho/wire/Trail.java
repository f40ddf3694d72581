package io.sekisho.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `GET /sekisho/v1/audit`: records of the audit trail, oldest first.
///
/// @param next what to give as `after` to read on; absent if there is no more
public record Trail(List<Entry> records, Optional<Long> next) {
  public Trail {
    records = List.copyOf(records);
  }

  /// One record.
  ///
  /// @param target id of what it is about
  /// @param event in the activity tracking format
  public record Entry(
      long sequence, Instant at, String account, String target, String action, JsonNode event) {}

  /// `GET /sekisho/v1/audit/head`: the last record, which stands for all before it.
  ///
  /// @param seal the signature under it; empty if there is no record yet
  /// @param publicKey what seals are verified with, in PEM
  public record Head(long sequence, String hash, String seal, String publicKey) {}
}
