package io.sekisho.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Store.Audit;
import io.sekisho.iam.AccountId;
import io.sekisho.telemetry.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecorderTest {
  private static final Instant NOW = Instant.parse("2026-11-26T05:06:07Z");
  private static final AccountId ACME = new AccountId("a".repeat(32));

  private final Queue<Event> journal = new ConcurrentLinkedQueue<>();
  private final Disk disk = new Disk();
  private final Recorder recorder =
      Recorder.start(
          disk::write,
          new Recorder.Limits(64, 100, Duration.ofMillis(500)),
          journal::add,
          InstantSource.fixed(NOW));

  /// Keeps batches, and can be told to fail or to hang.
  private static final class Disk {
    final List<List<Audit>> batches = new ArrayList<>();
    volatile boolean broken;
    volatile CountDownLatch stuck = new CountDownLatch(0);
    volatile boolean entered;

    void write(List<Audit> batch) {
      entered = true;
      try {
        stuck.await();
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (broken) {
        throw new IllegalStateException("the disk is full");
      }
      synchronized (batches) {
        batches.add(List.copyOf(batch));
      }
    }

    List<Audit> all() {
      synchronized (batches) {
        return batches.stream().flatMap(List::stream).toList();
      }
    }
  }

  @AfterEach
  void close() {
    disk.broken = false;
    disk.stuck.countDown();
    recorder.close();
  }

  private static Audit draft(String target) {
    return new Audit(NOW, ACME, target, "is.metadata.jwt-token.create", "{}");
  }

  @Test
  void thirtyTwoCallersLoseNothingAndKeepTheirOrder() throws Exception {
    int each = 200;
    List<Future<Integer>> refusals = new ArrayList<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < 32; caller++) {
        String name = "caller-" + caller;
        refusals.add(
            callers.submit(
                () -> {
                  int refused = 0;
                  for (int i = 0; i < each; i++) {
                    refused += recorder.record(draft(name + " " + i)).isPresent() ? 1 : 0;
                  }
                  return refused;
                }));
      }
    }
    for (Future<Integer> refused : refusals) {
      assertThat(refused.get()).isZero();
    }
    assertThat(disk.all()).hasSize(32 * each);
    Map<String, List<Integer>> byCaller =
        disk.all().stream()
            .map(draft -> draft.target().split(" "))
            .collect(
                Collectors.groupingBy(
                    words -> words[0],
                    Collectors.mapping(words -> Integer.valueOf(words[1]), Collectors.toList())));
    assertThat(byCaller).hasSize(32);
    assertThat(byCaller.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    assertThat(disk.batches).hasSizeLessThan(32 * each / 4);
  }

  @Test
  void aRecordIsDurableWhenTheCallReturns() {
    assertThat(recorder.record(draft("one"))).isEmpty();
    assertThat(disk.all()).extracting(Audit::target).containsExactly("one");
  }

  @Test
  void whatIsTakenAlongIsThereAMomentLater() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(recorder.take(draft("" + i))).isTrue();
    }
    await(50);
    assertThat(disk.all()).extracting(Audit::target).startsWith("0", "1", "2").endsWith("49");
  }

  @Test
  void aFailureIsToldToWhoWaitsAndTriedAgainForWhoDoesNot() throws Exception {
    disk.broken = true;
    assertThat(recorder.take(draft("first"))).isTrue();
    assertThat(recorder.record(draft("second"))).isPresent();
    disk.broken = false;
    await(1);
    assertThat(recorder.record(draft("third"))).isEmpty();
    assertThat(disk.all()).extracting(Audit::target).containsExactly("first", "third");
    assertThat(journal)
        .first()
        .isInstanceOfSatisfying(
            Event.Notice.class,
            notice -> assertThat(notice.kind()).isEqualTo(Event.Kind.AUDIT_TRAIL_BEHIND));
  }

  @Test
  void aStuckStoreRefusesSoonAndForgetsNothing() throws Exception {
    disk.stuck = new CountDownLatch(1);
    int taken = 0;
    while (recorder.take(draft("taken-" + taken))) {
      taken++;
      assertThat(taken).isLessThanOrEqualTo(200);
    }
    assertThat(recorder.isBehind()).isTrue();
    assertThat(recorder.record(draft("refused"))).isPresent();
    disk.stuck.countDown();
    await(taken);
    assertThat(recorder.isBehind()).isFalse();
    assertThat(disk.all()).extracting(Audit::target).doesNotContain("refused").hasSize(taken);
  }

  @Test
  void oneThatWaitsTooLongIsEnoughToRefuse() throws Exception {
    disk.stuck = new CountDownLatch(1);
    assertThat(recorder.take(draft("patient"))).isTrue();
    assertThat(recorder.isBehind()).isFalse();
    Thread.sleep(700);
    assertThat(recorder.take(draft("late"))).isFalse();
    assertThat(recorder.isBehind()).isTrue();
  }

  @Test
  void whoeverWaitsForAStuckStoreIsToldSo() throws Exception {
    disk.stuck = new CountDownLatch(1);
    recorder.take(draft("stuck"));
    while (!disk.entered) {
      Thread.sleep(1);
    }
    long start = System.nanoTime();
    assertThat(recorder.record(draft("waiting"))).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    disk.stuck.countDown();
    await(1);
    assertThat(disk.all()).extracting(Audit::target).containsExactly("stuck");
  }

  @Test
  void closingWritesWhatIsLeft() {
    for (int i = 0; i < 80; i++) {
      recorder.take(draft("" + i));
    }
    recorder.close();
    assertThat(disk.all()).hasSize(80);
    assertThat(recorder.take(draft("late"))).isFalse();
  }

  @Test
  void closingBeforeAStuckStoreSaysWhatIsLost() {
    disk.stuck = new CountDownLatch(1);
    recorder.take(draft("lost"));
    recorder.close();
    assertThat(journal)
        .last()
        .isInstanceOfSatisfying(
            Event.Notice.class,
            notice -> assertThat(notice.fields()).containsEntry("records", "1"));
  }

  private void await(int records) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (disk.all().size() < records && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(disk.all()).hasSize(records);
  }
}
