package io.sekisho.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Records that follow one another without a break. A good seal vouches for all of them before it,
/// so the last one is enough; only if that is wrong the ones before it say since when.
final class Stretch {
  /// How many seals are remembered.
  private static final int SEALS = 1000;

  private final SealKeys keys;
  private final long first;
  private final Deque<Head> seals = new ArrayDeque<>();
  private long last;

  /// @param first number of the first record
  Stretch(SealKeys keys, long first) {
    this.keys = keys;
    this.first = first;
    this.last = first - 1;
  }

  /// Some of the records.
  record Range(long from, long to) {}

  void add(Head record) {
    last = record.sequence();
    if (!record.seal().isEmpty()) {
      seals.addLast(record);
      if (seals.size() > SEALS) {
        seals.removeFirst();
      }
    }
  }

  /// The records at the end that no seal follows.
  Optional<Range> unsealed() {
    return range(sealed(), last);
  }

  /// The records with seals after them, none of which the key made.
  Optional<Range> forged() {
    long vouched = first - 1;
    for (var seal = seals.descendingIterator(); seal.hasNext() && vouched < first; ) {
      Head head = seal.next();
      vouched = keys.sealed(head) ? head.sequence() : vouched;
    }
    return range(vouched, sealed());
  }

  private long sealed() {
    return seals.isEmpty() ? first - 1 : seals.getLast().sequence();
  }

  private static Optional<Range> range(long after, long to) {
    return after < to ? Optional.of(new Range(after + 1, to)) : Optional.empty();
  }
}
