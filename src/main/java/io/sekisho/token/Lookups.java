package io.sekisho.token;

import io.sekisho.control.Kind;
import io.sekisho.iam.AccountId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What was lately found in the store, until it changes.
final class Lookups<T> {
  /// When there are more, all are forgotten: a start costs as much.
  private static final int MOST = 50_000;

  private final Map<Key, T> found = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  record Key(AccountId account, Kind kind, String id) {}

  /// What is found is only kept if nothing changed meanwhile: it might be what was before.
  T find(Key key, Supplier<T> source) {
    T known = found.get(key);
    if (known != null) {
      return known;
    }
    long before = changes.get();
    T fresh = source.get();
    if (found.size() >= MOST) {
      found.clear();
    }
    found.put(key, fresh);
    if (changes.get() != before) {
      found.remove(key);
    }
    return fresh;
  }

  void forgetAll() {
    changes.incrementAndGet();
    found.clear();
  }

  void forget(Key key) {
    changes.incrementAndGet();
    found.remove(key);
  }
}
