package io.sekisho.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.http.Shares.Share;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final CountDownLatch begin = new CountDownLatch(1);
  private final Workers workers = new Workers(1, 100, faults::add);

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void letsSharesTakeTurns() throws Exception {
    Share flood = share("flood");
    Share quiet = share("quiet");
    workers.offer(share("blocker"), this::waitForTheBeginning);
    for (int i = 0; i < 50; i++) {
      workers.offer(flood, () -> order.add("flood"));
    }
    workers.offer(quiet, () -> order.add("quiet"));
    workers.offer(quiet, () -> order.add("quiet"));
    finish(flood);

    assertThat(order).hasSize(52).startsWith("flood", "quiet", "flood", "quiet", "flood", "flood");
  }

  @Test
  void giveOneShareAsManyThreadsAsAreIdle() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    try (Workers two = new Workers(2, 100, faults::add)) {
      Share busy = share("busy");
      synchronized (two) { // both pieces are there before any thread looks
        two.offer(busy, () -> meet(together));
        two.offer(busy, () -> meet(together));
      }
      finish(busy);
    }
    assertThat(order).containsExactly("met", "met");
  }

  private void meet(CyclicBarrier together) {
    try {
      together.await(10, TimeUnit.SECONDS);
      order.add("met");
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesNoMoreOfOneShareThanItMayHave() {
    Share flood = share("flood");
    for (int i = 0; i < 100; i++) {
      assertThat(workers.offer(flood, this::waitForTheBeginning)).isTrue();
    }
    assertThat(workers.offer(flood, this::waitForTheBeginning)).isFalse();
    assertThat(workers.offer(share("quiet"), this::waitForTheBeginning)).isTrue();
    begin.countDown();
  }

  @Test
  void makesRoomWhenWorkIsDone() throws Exception {
    Share share = share("a");
    begin.countDown();
    for (int i = 0; i < 1_000; i++) {
      while (!workers.offer(share, () -> order.add("done"))) {
        Thread.sleep(1);
      }
    }
    while (share.later.get() > 0) {
      Thread.sleep(1);
    }
    assertThat(order).hasSize(1_000);
  }

  @Test
  void outlivesWorkThatFails() throws Exception {
    Share share = share("a");
    begin.countDown();
    workers.offer(
        share,
        () -> {
          throw new IllegalStateException("bug");
        });
    finish(share);

    assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(share.later).hasValue(0);
  }

  @Test
  void takesNothingOnceClosed() {
    workers.close();

    assertThat(workers.offer(share("a"), () -> order.add("late"))).isFalse();
  }

  private static Share share(String name) {
    return new Share(name, Limits.DEFAULT.share(), System.nanoTime());
  }

  private void finish(Share share) throws InterruptedException {
    begin.countDown();
    while (share.later.get() > 0) {
      Thread.sleep(1);
    }
  }

  private void waitForTheBeginning() {
    try {
      begin.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
