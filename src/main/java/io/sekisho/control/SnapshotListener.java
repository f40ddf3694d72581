package io.sekisho.control;

import io.sekisho.snapshot.Snapshot;

/// Is told of every snapshot, in order, before the call that changed something returns.
@FunctionalInterface
public interface SnapshotListener {
  /// Puts `after` into force. May throw: the change stays, its caller is told that it is not in
  /// force, and the listener is called again with the next write.
  ///
  /// @param before the last snapshot that this listener took over without an exception
  void published(Snapshot before, Snapshot after);
}
