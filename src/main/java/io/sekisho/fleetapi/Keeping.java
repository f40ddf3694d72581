package io.sekisho.fleetapi;

import io.sekisho.control.Store.Sheaf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Writes what nodes report: all that comes while one write is under way shares the next, so that
/// many nodes cost little more than one. Who waits writes; there is no thread for it.
///
/// What can't be written fails alone: no node may keep others from having theirs on record.
final class Keeping {
  /// So many that fail one after the other are not to blame for it.
  private static final int ENOUGH = 3;

  private final Function<Collection<Sheaf>, Set<String>> store;
  private List<Waiting> waiting = new ArrayList<>();
  private boolean writing;

  /// @param store answers with the nodes whose place is another one than was thought
  Keeping(Function<Collection<Sheaf>, Set<String>> store) {
    this.store = store;
  }

  private static final class Waiting {
    final Sheaf sheaf;
    boolean settled;
    boolean kept;
    Optional<RuntimeException> failure = Optional.empty();

    Waiting(Sheaf sheaf) {
      this.sheaf = sheaf;
    }
  }

  /// Returns when they are durable.
  ///
  /// @return false, with nothing done, if the node's place is another one than was thought
  /// @throws RuntimeException if they can't be written
  boolean keep(Sheaf sheaf) {
    Waiting own = new Waiting(sheaf);
    List<Waiting> batch = join(own);
    if (!batch.isEmpty()) {
      write(batch);
    }
    synchronized (this) {
      own.failure.ifPresent(
          e -> {
            throw e;
          });
      return own.kept;
    }
  }

  /// @return what is to be written by who called; nothing, if others did
  private synchronized List<Waiting> join(Waiting own) {
    waiting.add(own);
    boolean interrupted = false;
    while (writing && !own.settled) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (own.settled) {
      return List.of();
    }
    List<Waiting> batch = waiting;
    waiting = new ArrayList<>();
    writing = true;
    return batch;
  }

  private void write(List<Waiting> batch) {
    try {
      if (!attempt(batch) && batch.size() > 1) {
        oneByOne(batch);
      }
    } finally {
      synchronized (this) {
        batch.forEach(each -> each.settled = true);
        writing = false;
        notifyAll();
      }
    }
  }

  private void oneByOne(List<Waiting> batch) {
    int failed = 0;
    for (int i = 0; i < batch.size() && failed < ENOUGH; i++) {
      failed = attempt(batch.subList(i, i + 1)) ? 0 : failed + 1;
    }
  }

  private boolean attempt(List<Waiting> some) {
    try {
      Set<String> others = store.apply(some.stream().map(it -> it.sheaf).toList());
      for (Waiting each : some) {
        each.kept = !others.contains(each.sheaf.node());
        each.failure = Optional.empty();
      }
      return true;
    } catch (RuntimeException e) {
      some.forEach(each -> each.failure = Optional.of(e));
      return false;
    }
  }
}
