package io.sekisho.http;

import io.sekisho.http.Shares.Share;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/// A fixed number of threads for work that would hold up an event loop. Shares take turns, one
/// piece of work each, so that a guest with a thousand signatures to ask for delays another by one.
final class Workers implements AutoCloseable {
  private final int perShare;
  private final Consumer<Throwable> faults;

  /// Shares with work waiting, in the order of their turns.
  private final ArrayDeque<Share> turns = new ArrayDeque<>();

  private boolean closed;

  /// @param perShare pieces of work that a share may have waiting or under way
  /// @param faults told of whatever a piece of work throws
  Workers(int threads, int perShare, Consumer<Throwable> faults) {
    this.perShare = perShare;
    this.faults = faults;
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform().daemon().name("sekisho-http-worker-" + i).start(this::work);
    }
  }

  /// Whether the work was taken on; not if the share has too much of it already.
  synchronized boolean offer(Share share, Runnable piece) {
    boolean tooMuch = share.later.get() >= perShare || share.spendWork(System.nanoTime()) > 0;
    if (closed || tooMuch) {
      return false;
    }
    share.later.incrementAndGet();
    share.waiting.add(() -> run(share, piece));
    if (share.waiting.size() == 1) {
      turns.add(share);
      notify();
    }
    return true;
  }

  /// Lets the threads end. Work still waiting is not done.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void work() {
    for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
      next.get().run();
    }
  }

  /// Waits for the next piece of work; empty when there will be none any more.
  private synchronized Optional<Runnable> next() {
    try {
      while (turns.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException _) {
      closed = true;
    }
    if (closed) {
      return Optional.empty();
    }
    Share share = turns.remove();
    Runnable piece = share.waiting.remove();
    if (!share.waiting.isEmpty()) {
      turns.add(share);
    }
    if (!turns.isEmpty()) {
      notify(); // there is more than this thread can do at once
    }
    return Optional.of(piece);
  }

  private void run(Share share, Runnable piece) {
    try {
      piece.run();
    } catch (RuntimeException | Error e) {
      faults.accept(e);
    } finally {
      share.later.decrementAndGet();
    }
  }
}
