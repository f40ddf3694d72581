package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.NOON;
import static io.sekisho.store.Papers.OTHER;
import static io.sekisho.store.Papers.audit;
import static io.sekisho.store.Papers.delete;
import static io.sekisho.store.Papers.granted;
import static io.sekisho.store.Papers.profile;
import static io.sekisho.store.Papers.put;
import static io.sekisho.store.Papers.refusal;
import static io.sekisho.store.Papers.serviceId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.audit.Entry;
import io.sekisho.audit.Head;
import io.sekisho.audit.SealKeys;
import io.sekisho.audit.Verdict;
import io.sekisho.audit.Verifier;
import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Labels;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Entry.Put;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.control.Store.Reached;
import io.sekisho.control.Store.Sheaf;
import io.sekisho.plan.Counters;
import io.sekisho.problem.Outcome;
import io.sekisho.snapshot.Contents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a write promises, on both databases.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class StoreWritesTest {
  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private Lodging lodging;
  private StateDirectory state;
  private SqlStore store;

  @BeforeEach
  void move() {
    lodging = type.in(folder);
    open();
  }

  private void open() {
    state = lodging.open();
    store = state.store();
  }

  private void reopen() {
    state.close();
    open();
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void happenAsAWholeOrNotAtAll() throws SQLException {
    put(store, profile(ACME, 1, "one"));
    assertThatThrownBy(() -> put(store, serviceId(ACME, 2, "two"), profile(ACME, 3, "one")))
        .isInstanceOf(StoreFailure.class);
    assertThatThrownBy(
            () ->
                store.write(
                    transaction -> {
                      transaction.apply(one(2));
                      transaction.audit(audit(ACME, "x", "did"));
                      throw new IllegalArgumentException("thought better of it");
                    }))
        .hasMessage("thought better of it");
    assertThat(
            store.write(
                transaction -> {
                  transaction.apply(one(2));
                  transaction.counters(new Counters(7, 7));
                  transaction.audit(audit(ACME, "x", "did"));
                  return refusal();
                }))
        .isInstanceOf(Outcome.Refused.class);
    reopen();
    assertThat(store.revision()).isEqualTo(1);
    assertThat(store.in(ACME).count(Kind.SERVICE_ID)).isZero();
    assertThat(store.load().counters()).isEqualTo(Counters.ZERO);
    assertThat(store.auditHead()).isEqualTo(Head.GENESIS);
    assertThat(lodging.query("SELECT count(*) FROM change_log")).isEqualTo("1");
    assertThat(put(store, serviceId(ACME, 2, "two"))).isEqualTo(2);
  }

  @Test
  void haveARevisionOnlyIfTheyChangeSomething() {
    long next = granted(store.write(transaction -> Outcome.of(transaction.revision())));
    assertThat(next).isEqualTo(1);
    granted(
        store.write(
            transaction -> {
              transaction.audit(audit(ACME, "x", "looked"));
              transaction.counters(new Counters(3, 5));
              return Outcome.of("");
            }));
    assertThat(store.revision()).isZero();
    assertThat(store.auditHead().sequence()).isEqualTo(1);
    assertThat(store.load().counters()).isEqualTo(new Counters(3, 5));
    assertThat(put(store, serviceId(ACME, 1, "a"), serviceId(ACME, 2, "b"))).isEqualTo(1);
    assertThat(store.revision()).isEqualTo(1);
  }

  @Test
  void seeWhatTheyDidAndNobodyElseDoesBeforeTheEnd() {
    put(store, serviceId(ACME, 1, "before"));
    granted(
        store.write(
            transaction -> {
              transaction.apply(
                  new Put(Labels.of(serviceId(ACME, 1, "x")), serviceId(ACME, 1, "x")));
              assertThat(transaction.in(ACME).named(Kind.SERVICE_ID, "x")).isPresent();
              assertThat(transaction.in(OTHER).named(Kind.SERVICE_ID, "x")).isEmpty();
              assertThat(store.in(ACME).named(Kind.SERVICE_ID, "x")).isEmpty();
              assertThat(store.in(ACME).named(Kind.SERVICE_ID, "before")).isPresent();
              assertThat(store.revision()).isEqualTo(1);
              assertThat(transaction.changesSince(0)).hasSize(1);
              assertThat(transaction.changesSince(1)).isEmpty();
              return Outcome.of("");
            }));
    assertThat(store.in(ACME).named(Kind.SERVICE_ID, "x")).isPresent();
  }

  @Test
  void waitForEachOtherSoThatWhatTheyReadStaysTrue() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread other =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  begun.countDown();
                  put(store, serviceId(ACME, 1, "second"));
                });
    granted(
        store.write(
            transaction -> {
              other.start();
              await(begun);
              assertThat(transaction.in(ACME).count(Kind.SERVICE_ID)).isZero();
              transaction.apply(one(1));
              return Outcome.of("");
            }));
    other.join();
    assertThat(store.in(ACME).named(Kind.SERVICE_ID, "second").orElseThrow().revision())
        .isEqualTo(2);
  }

  @Test
  void doNotHappenWithinAnother() {
    assertThatThrownBy(() -> store.write(_ -> store.write(_ -> Outcome.of(""))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                store.write(
                    _ -> {
                      store.audit(List.of(audit(ACME, "x", "did")));
                      return Outcome.of("");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(put(store, serviceId(ACME, 1, "a"))).isEqualTo(1);
  }

  @Test
  void loadAsTheyWereMade() throws Exception {
    put(store, serviceId(ACME, 1, "no part of a snapshot"));
    Controller control = control(store);
    byte[] rich = Files.readAllBytes(Path.of("src/test/resources/control/rich.yaml"));
    Initiator by = new Initiator("first", "a-trace");
    assertThat(control.apply(rich, false, false, by)).isInstanceOf(Application.Accepted.class);
    Contents before = control.snapshot().contents();
    reopen();
    assertThat(store.load().contents()).isEqualTo(before);
    byte[] few = "accounts: [{name: acme}, {name: other}]".getBytes(UTF_8);
    assertThat(control(store).apply(few, true, false, by)).isInstanceOf(Application.Accepted.class);
    reopen();
    assertThat(store.load().contents().computes()).isEmpty();
    assertThat(store.load().contents().accounts()).hasSize(2);
    assertThat(store.load().counters()).isEqualTo(new Counters(2, 5));
  }

  @Test
  void areRecordedInAChainWithoutGaps() {
    granted(
        store.write(
            transaction -> {
              transaction.apply(one(1));
              transaction.audit(audit(ACME, "one", "created"));
              transaction.audit(audit(OTHER, "two", "linked"));
              return Outcome.of("");
            }));
    store.audit(List.of(audit(ACME, "one", "exchanged")));
    reopen();
    store.audit(List.of(audit(ACME, "three", "exchanged")));
    store.audit(List.of());
    assertThat(store.auditTrail(0, 10)).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L);
    assertThat(store.auditTrail(1, 2))
        .extracting(Entry::action)
        .containsExactly("linked", "exchanged");
    assertThat(store.auditOf(ACME, Optional.empty(), 0, 10)).hasSize(3);
    assertThat(store.auditOf(ACME, Optional.of("one"), 1, 10))
        .extracting(Entry::sequence)
        .containsExactly(3L);
    assertThat(store.auditOf(OTHER, Optional.of("one"), 0, 10)).isEmpty();
    assertThat(store.auditHead()).isEqualTo(store.auditTrail(0, 10).getLast().head());
    assertThat(verdict().good()).isTrue();
    assertThat(verdict().records()).isEqualTo(4);
  }

  @Test
  void takeWhatANodeSendsOnceWhoeverIsShownIt() {
    Reached one = new Reached("s", 1);
    Sheaf first = sheaf("a", Reached.NOTHING, one, "first");
    assertThat(store.keep(List.of(first))).isEmpty();
    assertThat(store.keep(List.of(first))).containsExactly("a");
    reopen();
    assertThat(store.reached("a")).isEqualTo(one);
    assertThat(store.reached("b")).isEqualTo(Reached.NOTHING);
    // Of one write, what is too late is left out, and nothing else.
    assertThat(
            store.keep(
                List.of(
                    sheaf("b", Reached.NOTHING, new Reached("t", 7), "second"),
                    sheaf("a", new Reached("s", 0), new Reached("s", 2), "never"))))
        .containsExactly("a");
    assertThat(store.keep(List.of(sheaf("a", one, new Reached("u", 1), "third")))).isEmpty();
    assertThat(store.reached("a")).isEqualTo(new Reached("u", 1));
    assertThat(store.reached("b")).isEqualTo(new Reached("t", 7));
    assertThat(store.auditTrail(0, 10))
        .extracting(Entry::action)
        .containsExactly("first", "second", "third");
    assertThat(verdict().good()).isTrue();
  }

  private static Sheaf sheaf(String node, Reached before, Reached after, String action) {
    return new Sheaf(node, before, after, List.of(audit(ACME, node, action)));
  }

  @Test
  void showInTheChainWhatSomebodyRemoved() throws SQLException {
    for (int i = 0; i < 4; i++) {
      store.audit(List.of(audit(ACME, "one", "did " + i)));
    }
    lodging.execute(
        type == Lodging.Type.SQLITE
            ? "DROP TRIGGER audit_log_forgets_nothing"
            : "ALTER TABLE audit_log DISABLE TRIGGER USER");
    lodging.execute("DELETE FROM audit_log WHERE sequence = 4");
    store.audit(List.of(audit(ACME, "one", "did 5")));
    assertThat(verdict().findings()).singleElement().asString().contains("MISSING", "4");
  }

  private Verdict verdict() {
    Verifier verifier = new Verifier(SealKeys.parse(Lodging.publicPem()), List.of());
    store.auditTrail(0, 1_000).forEach(verifier::add);
    return verifier.finish();
  }

  @Test
  void leaveLogsThatCantBeRewritten() {
    put(store, serviceId(ACME, 1, "one"));
    delete(store, serviceId(ACME, 1, "one"));
    store.audit(List.of(audit(ACME, "one", "did")));
    List.of(
            "DELETE FROM change_log", "UPDATE change_log SET name = 'x'",
            "DELETE FROM audit_log", "UPDATE audit_log SET action = 'x'")
        .forEach(
            sql ->
                assertThatThrownBy(() -> lodging.execute(sql)).hasMessageContaining("append-only"));
    assertThatThrownBy(() -> lodging.execute("UPDATE counters SET value = 0"))
        .hasMessageContaining("only grows");
  }

  @Test
  void keepOperatorsKeys() {
    OperatorKey key = new OperatorKey("first", "00ff", NOON);
    assertThat(store.addOperatorKey(key, List.of())).isTrue();
    reopen();
    assertThat(store.operatorKeys()).containsExactly(key);
    assertThat(store.addOperatorKey(key, List.of())).isFalse();
  }

  private static Controller control(SqlStore store) {
    return new Controller(
        new Ledger(store, InstantSource.system(), _ -> {}),
        IdSource.random(),
        InstantSource.system(),
        _ -> {});
  }

  private static Put one(int number) {
    return new Put(Labels.of(serviceId(ACME, number, "n")), serviceId(ACME, number, "n"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
