package io.sekisho.control;

import io.sekisho.iam.AccountId;
import io.sekisho.plan.Counters;
import io.sekisho.vpc.Snapshot.Contents;
import java.time.Instant;
import java.util.List;

/// Where everything is kept. One writer; a write that returned is there after a power cut.
public interface Store {
  /// What was written last.
  Saved load();

  /// Makes all of a write durable, or nothing of it.
  ///
  /// @throws IllegalStateException if the store is not at the revision before `write.revision()`
  void commit(Write write);

  /// The operators' keys.
  List<OperatorKey> operatorKeys();

  void addOperatorKey(OperatorKey key);

  /// The state at one revision.
  record Saved(long revision, Contents contents, Counters counters) {}

  /// One transaction: the changed resources, the change log and the audit row.
  ///
  /// @param action IBM's event name, for the audit row
  record Write(
      long revision,
      Instant at,
      String action,
      Initiator by,
      Counters counters,
      List<Entry> entries) {
    public Write {
      entries = List.copyOf(entries);
    }
  }

  /// One resource's part of a write.
  sealed interface Entry {
    Kind kind();

    String id();

    /// The resource is made or replaced.
    ///
    /// @param value the record of room `vpc` or `iam` for this kind
    record Put(Kind kind, String id, AccountId account, String name, Object value)
        implements Entry {}

    /// The resource is no more.
    record Delete(Kind kind, String id, AccountId account, String name) implements Entry {}
  }

  /// A key of the operator's API.
  ///
  /// @param hash SHA-256 of the key, hexadecimal
  record OperatorKey(String name, String hash, Instant createdAt) {}
}
