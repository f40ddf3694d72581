package io.sekisho.fleetapi;

import java.util.Optional;

/// One node that is being told of changes: what it was sent, and what wakes it.
final class Watch {
  private final String node;
  private boolean due;
  private Optional<String> end = Optional.empty();
  private boolean over;
  private Share sent = Share.NOTHING;

  Watch(String node) {
    this.node = node;
  }

  String node() {
    return node;
  }

  /// What the node has. Of the one thread that tells it, alone.
  Share sent() {
    return sent;
  }

  void sent(Share now) {
    sent = now;
  }

  /// Something that the node needs may be other than it was.
  synchronized void wake() {
    due = true;
    notifyAll();
  }

  /// The node is none any more.
  synchronized void end(String reason) {
    end = Optional.of(reason);
    notifyAll();
  }

  /// Another connection of the node took over, or the controller stops.
  synchronized void over() {
    over = true;
    notifyAll();
  }

  synchronized boolean isOver() {
    return over;
  }

  synchronized Optional<String> ended() {
    return end;
  }

  /// Waits until there is something to do, or for so long.
  synchronized void await(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; !due && !over && end.isEmpty() && left > 0; ) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  /// Whether it was woken since this was asked last.
  synchronized boolean takeDue() {
    boolean was = due;
    due = false;
    return was;
  }
}
