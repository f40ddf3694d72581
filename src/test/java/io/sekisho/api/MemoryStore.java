package io.sekisho.api;

import io.sekisho.control.Store;
import io.sekisho.plan.Counters;
import io.sekisho.vpc.Snapshot.Contents;
import java.util.ArrayList;
import java.util.List;

/// A store that keeps nothing beyond the keys and counts the writes.
final class MemoryStore implements Store {
  private static final Contents NOTHING =
      new Contents(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private final List<OperatorKey> keys = new ArrayList<>();
  private final List<Write> writes = new ArrayList<>();

  @Override
  public Saved load() {
    return new Saved(0, NOTHING, Counters.ZERO);
  }

  @Override
  public synchronized void commit(Write write) {
    writes.add(write);
  }

  synchronized List<Write> writes() {
    return List.copyOf(writes);
  }

  @Override
  public List<OperatorKey> operatorKeys() {
    return List.copyOf(keys);
  }

  @Override
  public void addOperatorKey(OperatorKey key) {
    keys.add(key);
  }
}
