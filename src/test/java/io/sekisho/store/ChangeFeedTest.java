package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.OTHER;
import static io.sekisho.store.Papers.delete;
import static io.sekisho.store.Papers.put;
import static io.sekisho.store.Papers.serviceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.control.Labels;
import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.StoreGap;
import io.sekisho.problem.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Following what is written, on both databases.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class ChangeFeedTest {
  private static final int WRITERS = 4;
  private static final int WRITES = 60;

  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private Lodging lodging;
  private StateDirectory state;
  private SqlStore store;

  @BeforeEach
  void open() {
    lodging = type.in(folder);
    state = lodging.open();
    store = state.store();
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void tellsEverythingInItsOrder() {
    put(store, serviceId(ACME, 1, "a"), serviceId(OTHER, 2, "b"));
    delete(store, serviceId(ACME, 1, "a"));
    List<Changed> all = store.changes(0, 100);
    assertThat(all).extracting(Changed::revision).containsExactly(1L, 1L, 2L);
    assertThat(all)
        .extracting(Changed::entry)
        .containsExactly(
            new Entry.Put(Labels.of(serviceId(ACME, 1, "a")), serviceId(ACME, 1, "a")),
            new Entry.Put(Labels.of(serviceId(OTHER, 2, "b")), serviceId(OTHER, 2, "b")),
            new Entry.Delete(Labels.of(serviceId(ACME, 1, "a"))));
    assertThat(store.changes(2, 100)).isEmpty();
  }

  @Test
  void tellsWholeRevisionsHoweverFewAreAskedFor() {
    for (int i = 0; i < 5; i++) {
      put(
          store,
          serviceId(ACME, 3 * i, "a"),
          serviceId(ACME, 3 * i + 1, "b"),
          serviceId(ACME, 3 * i + 2, "c"));
    }
    assertThat(store.changes(0, 1)).hasSize(3);
    assertThat(store.changes(1, 4))
        .extracting(Changed::revision)
        .containsExactly(2L, 2L, 2L, 3L, 3L, 3L);
    assertThat(store.changes(4, 1)).hasSize(3);
  }

  @Test
  void saysWhenItDoesNotGoOnFromThere() {
    put(store, serviceId(ACME, 1, "a"));
    assertThatThrownBy(() -> store.changes(2, 10)).isInstanceOf(StoreGap.class);
    assertThatThrownBy(() -> store.changes(-1, 10)).isInstanceOf(StoreGap.class);
  }

  @Test
  void wakesWhoWaitsAndLetsThemGoInTime() throws Exception {
    long began = System.nanoTime();
    store.await(0, Duration.ofMillis(50));
    assertThat(System.nanoTime() - began).isGreaterThan(Duration.ofMillis(40).toNanos());
    put(store, serviceId(ACME, 1, "a"));
    store.await(0, Duration.ofMinutes(5));
    Thread writer = Thread.ofVirtual().unstarted(() -> put(store, serviceId(ACME, 2, "b")));
    writer.start();
    store.await(1, Duration.ofMinutes(5));
    assertThat(store.revision()).isEqualTo(2);
    writer.join();
  }

  @Test
  void missesAndRepeatsNothingWhileManyWrite() throws Exception {
    // On PostgreSQL half of the writers and watchers are at another controller.
    boolean two = type == Lodging.Type.POSTGRESQL;
    StateDirectory second = two ? Lodging.open(lodging.place("other")) : state;
    List<SqlStore> stores = List.of(store, second.store());
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      List<Future<List<Changed>>> watchers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        SqlStore watched = stores.get(i % 2);
        int most = i < 2 ? 1 : 50;
        watchers.add(threads.submit(() -> watch(watched, most)));
      }
      List<Callable<Void>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(i -> (Callable<Void>) () -> write(stores.get(i % 2), i))
              .toList();
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
      List<Changed> all = store.changes(0, Integer.MAX_VALUE);
      assertThat(all.getLast().revision()).isEqualTo(WRITERS * WRITES);
      assertThat(all).extracting(Changed::revision).isSorted();
      for (Future<List<Changed>> watcher : watchers) {
        assertThat(watcher.get()).isEqualTo(all);
      }
    } finally {
      if (two) {
        second.close();
      }
    }
  }

  /// Everything, as somebody sees it who follows until the last write is there.
  private static List<Changed> watch(SqlStore store, int most) throws InterruptedException {
    List<Changed> seen = new ArrayList<>();
    long known = 0;
    while (known < WRITERS * WRITES) {
      store.await(known, Duration.ofSeconds(20));
      List<Changed> next = store.changes(known, most);
      seen.addAll(next);
      known = next.isEmpty() ? known : next.getLast().revision();
    }
    return seen;
  }

  /// Writes of one to three entries, with refusals and failures between them.
  private static Void write(SqlStore store, int writer) {
    Random random = new Random(writer);
    for (int i = 0; i < WRITES; i++) {
      int number = 1_000 * writer + random.nextInt(20);
      if (random.nextInt(4) == 0) {
        store.write(
            transaction -> {
              transaction.apply(
                  new Entry.Put(
                      Labels.of(serviceId(ACME, number, "x")), serviceId(ACME, number, "x")));
              return Papers.refusal();
            });
      }
      Papers.granted(
          store.write(
              transaction -> {
                for (int j = 0; j <= number % 3; j++) {
                  Object value = serviceId(ACME, number + j, "by " + writer);
                  transaction.apply(new Entry.Put(Labels.of(value), value));
                }
                return Outcome.of("");
              }));
    }
    return null;
  }
}
