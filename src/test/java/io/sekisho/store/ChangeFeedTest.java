package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.OTHER;
import static io.sekisho.store.Papers.delete;
import static io.sekisho.store.Papers.put;
import static io.sekisho.store.Papers.serviceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sekisho.control.Labels;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Changed;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Feed;
import io.sekisho.control.Store.Retention;
import io.sekisho.control.StoreGap;
import io.sekisho.problem.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
  void tellsAnAccountItsOwnAndHowFarItWasLookedAt() {
    for (int i = 0; i < 6; i++) {
      put(store, serviceId(i % 3 == 0 ? ACME : OTHER, i, "a"));
    }
    put(store, serviceId(OTHER, 7, "b"), serviceId(ACME, 8, "b"), serviceId(ACME, 9, "b"));
    put(store, serviceId(OTHER, 10, "c"));
    Feed all = store.changes(Optional.of(ACME), 0, 100);
    assertThat(all.changes()).extracting(Changed::revision).containsExactly(1L, 4L, 7L, 7L);
    assertThat(all.changes()).allMatch(each -> each.entry().label().account().equals(ACME));
    assertThat(all.revision()).isEqualTo(8);
    Feed some = store.changes(Optional.of(ACME), 1, 1);
    assertThat(some.changes()).extracting(Changed::revision).containsExactly(4L);
    assertThat(some.revision()).isEqualTo(4);
    assertThat(store.changes(Optional.of(ACME), 7, 1)).isEqualTo(new Feed(8, List.of()));
    assertThatThrownBy(() -> store.changes(Optional.of(ACME), 9, 1)).isInstanceOf(StoreGap.class);
  }

  @Test
  void keepsSoManyAndNoMore() throws Exception {
    for (int i = 0; i < 10; i++) {
      put(store, serviceId(ACME, 2 * i, "a"), serviceId(OTHER, 2 * i + 1, "b"));
    }
    store.trim(new Retention(Duration.ofDays(7), 20));
    assertThat(store.changes(0, 100)).hasSize(20);
    store.trim(new Retention(Duration.ofDays(7), 7));
    assertThat(store.changes(7, 100))
        .extracting(Changed::revision)
        .containsExactly(8L, 8L, 9L, 9L, 10L, 10L);
    assertThatThrownBy(() -> store.changes(6, 100)).isInstanceOf(StoreGap.class);
    assertThatThrownBy(() -> store.changes(Optional.of(ACME), 6, 100)).isInstanceOf(StoreGap.class);
    assertThat(lodging.query("SELECT count(*) FROM change_log")).isEqualTo("6");
    assertThatThrownBy(() -> lodging.execute("DELETE FROM change_log WHERE revision = 8"))
        .hasMessageContaining("append-only");
    store.trim(new Retention(Duration.ofDays(7), 100));
    assertThat(store.changes(7, 100)).hasSize(6);
  }

  @Test
  void keepsNothingLongerThanItHasTo() throws Exception {
    for (int i = 0; i < 10; i++) {
      put(store, serviceId(ACME, i, "a"));
    }
    store.trim(new Retention(Duration.ofHours(1), 1_000));
    assertThat(store.changes(0, 100)).hasSize(10);
    Thread.sleep(2);
    store.trim(new Retention(Duration.ofMillis(1), 1_000));
    // The last one stays: a log without it would be of another database.
    assertThat(store.changes(9, 100)).extracting(Changed::revision).containsExactly(10L);
    assertThatThrownBy(() -> store.changes(8, 100)).isInstanceOf(StoreGap.class);
    put(store, serviceId(ACME, 11, "a"));
    assertThat(store.changes(9, 100)).hasSize(2);
    state.close();
    state = lodging.open();
    store = state.store();
    assertThat(store.changes(10, 100)).hasSize(1);
    assertThat(store.load().revision()).isEqualTo(11);
  }

  @Test
  void losesNothingThatIsKeptWhileItIsTrimmed() throws Exception {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      Future<Void> watcher = threads.submit(() -> follow(store));
      Future<Void> trimmer =
          threads.submit(
              () -> {
                while (store.revision() < WRITERS * WRITES) {
                  store.trim(new Retention(Duration.ofDays(1), 60));
                }
                return null;
              });
      for (int i = 0; i < WRITERS; i++) {
        write(store, i);
      }
      trimmer.get();
      watcher.get();
    }
    store.trim(new Retention(Duration.ofDays(1), 60));
    assertThat(Integer.parseInt(lodging.query("SELECT count(*) FROM change_log")))
        .isBetween(57, 60);
  }

  @Test
  void isTrimmedByOneControllerAtATime() throws Exception {
    assumeThat(type).isEqualTo(Lodging.Type.POSTGRESQL);
    for (int i = 0; i < 10; i++) {
      put(store, serviceId(ACME, i, "a"));
    }
    try (Connection other = lodging.connect()) {
      other.setAutoCommit(false);
      assertThat(Dialect.POSTGRESQL.reserveLog(other)).isTrue();
      store.trim(new Retention(Duration.ofDays(1), 3));
      assertThat(store.changes(0, 100)).hasSize(10);
      other.rollback();
    }
    store.trim(new Retention(Duration.ofDays(1), 3));
    assertThat(store.changes(7, 100)).hasSize(3);
  }

  @Test
  void beginsAnewWhereAControllerSleptTooLong() {
    assumeThat(type).isEqualTo(Lodging.Type.POSTGRESQL);
    Ledger asleep = new Ledger(store, InstantSource.system(), _ -> {});
    AtomicInteger anew = new AtomicInteger();
    asleep.watch(_ -> {}, anew::incrementAndGet);
    StateDirectory second = Lodging.open(lodging.place("other"));
    try {
      for (int i = 0; i < 10; i++) {
        put(second.store(), Papers.profile(ACME, i, "p" + i));
      }
      second.store().trim(new Retention(Duration.ofDays(1), 3));
      asleep.catchUp();
      assertThat(asleep.edition().contents().profiles()).hasSize(10);
      for (int i = 10; i < 20; i++) {
        put(second.store(), Papers.profile(ACME, i, "p" + i));
      }
      second.store().trim(new Retention(Duration.ofDays(1), 3));
      Papers.granted(
          asleep.write(
              turn -> {
                assertThat(turn.edition().contents().profiles()).hasSize(20);
                turn.put(Papers.profile(ACME, 20, "p20"));
                return Outcome.of("");
              }));
      assertThat(asleep.edition().contents().profiles()).hasSize(21);
      assertThat(anew).hasValue(2);
    } finally {
      second.close();
    }
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

  /// Follows until the last write is there, and begins anew where it is told that it was too slow:
  /// nothing is left out without a word.
  private static Void follow(SqlStore store) throws InterruptedException {
    long known = 0;
    while (known < WRITERS * WRITES) {
      store.await(known, Duration.ofSeconds(20));
      try {
        for (Changed each : store.changes(known, 1_000)) {
          assertThat(each.revision()).isBetween(known, known + 1);
          known = each.revision();
        }
      } catch (StoreGap _) {
        known = store.load().revision();
      }
    }
    return null;
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
