package io.sekisho.store;

import static io.sekisho.store.Papers.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.control.OperatorKeys;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.control.Store.Removed;
import io.sekisho.problem.Outcome;
import io.sekisho.telemetry.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConfig.TransactionMode;

/// Operators' keys, and what somebody does to them who has the database and not the key file.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class OperatorRowsTest {
  private static final String MINE = OperatorKeys.PREFIX + "m".repeat(43);
  private static final Initiator FIRST = new Initiator("first", "trace");

  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private Lodging lodging;
  private StateDirectory state;
  private String first = "";

  /// A controller's ledger, and the keys that it knows.
  private record Desk(Ledger ledger, OperatorKeys keys) {
    Optional<String> verify(String key) {
      ledger.catchUp();
      return keys.verify(key);
    }
  }

  @BeforeEach
  void move() {
    lodging = type.in(folder);
    state = lodging.open();
    first = desk(state).keys.createFirst().orElseThrow();
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void reopen() {
    state.close();
    state = lodging.open();
  }

  private Desk desk(StateDirectory of) {
    Ledger ledger = new Ledger(of.store(), InstantSource.system(), events::add);
    return new Desk(ledger, new OperatorKeys(ledger, new SecureRandom()));
  }

  @Test
  void aRowThatSomebodyInsertedOpensNothing() throws Exception {
    for (String mac : List.of("", "A".repeat(43), code("first"))) {
      insert("mine", mac);
      reopen();
      Desk desk = desk(state);
      assertThat(desk.verify(MINE)).isEmpty();
      assertThat(desk.keys.since("mine")).isEmpty();
      assertThat(desk.verify(first)).contains("first");
      assertThat(desk.keys.all())
          .extracting(OperatorKey::name, OperatorKey::vouched)
          .containsExactly(tuple("first", true), tuple("mine", false));
      lodging.execute("DELETE FROM operator_keys WHERE name = 'mine'");
    }
  }

  @Test
  void anEditedRowOpensNothing() throws Exception {
    desk(state).keys.create("second", FIRST);
    for (String edit :
        List.of(
            "hash = '" + sha256(MINE) + "'",
            "name = 'mine'",
            "created_at = '2020-01-01T00:00:00.000000000Z'",
            "mac = '" + code("second") + "'")) {
      String before = lodging.query("SELECT hash FROM operator_keys WHERE name = 'first'");
      lodging.execute("UPDATE operator_keys SET " + edit + " WHERE name = 'first'");
      reopen();
      assertThat(desk(state).verify(MINE)).as(edit).isEmpty();
      assertThat(desk(state).verify(first)).as(edit).isEmpty();
      lodging.execute("DELETE FROM operator_keys WHERE name <> 'second'");
      assertThat(before).isNotEmpty();
      first =
          ((Outcome.Granted<OperatorKeys.Made>) desk(state).keys.create("first", FIRST))
              .value()
              .text();
    }
  }

  @Test
  void aForeignRowIsToldOnceAndCanBeDeleted() throws Exception {
    insert("mine", "");
    Desk desk = desk(state);
    for (int i = 0; i < 3; i++) {
      desk.verify(MINE);
      desk.keys.create("k" + i, FIRST);
    }
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Notice.class,
            notice -> {
              assertThat(notice.kind()).isEqualTo(Event.Kind.OPERATOR_KEY_FOREIGN);
              assertThat(notice.fields()).containsEntry("name", "mine");
            });
    assertThat(desk.keys.delete("mine", FIRST)).isInstanceOf(Outcome.Granted.class);
  }

  @Test
  void aForeignRowDoesNotCountAsAnotherKey() throws Exception {
    insert("mine", "");
    reopen();
    assertThat(state.store().removeOperatorKey("first", List.of())).isEqualTo(Removed.LAST);
    assertThat(desk(state).keys.createFirst()).isEmpty();
  }

  @Test
  void whoIsLeftWithNoneGetsAnother() throws Exception {
    lodging.execute("UPDATE operator_keys SET mac = ''");
    reopen();
    Desk desk = desk(state);
    assertThat(desk.verify(first)).isEmpty();
    String next = desk.keys.createFirst().orElseThrow();
    assertThat(desk.verify(next)).contains("first-2");
  }

  @Test
  void aRenewedKeyFileVouchesForWhatTheLastOneDid() throws Exception {
    insert("mine", "A".repeat(43));
    String before = code("first");
    state.secrets().renewKey();
    assertThat(code("first")).isNotEqualTo(before);
    assertThat(desk(state).verify(first)).contains("first");
    assertThat(desk(state).verify(MINE)).isEmpty();
    reopen();
    assertThat(desk(state).verify(first)).contains("first");
    assertThat(desk(state).verify(MINE)).isEmpty();
  }

  @Test
  void ofTheLastTwoOneStays() throws Exception {
    desk(state).keys.create("second", FIRST);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Removed>> ends = new ArrayList<>();
      for (String name : List.of("first", "second")) {
        ends.add(threads.submit(() -> state.store().removeOperatorKey(name, List.of())));
      }
      List<Removed> all = new ArrayList<>();
      for (Future<Removed> end : ends) {
        all.add(end.get());
      }
      assertThat(all).containsExactlyInAnyOrder(Removed.DONE, Removed.LAST);
    }
    assertThat(state.store().operatorKeys()).hasSize(1);
  }

  @Test
  void whatOneControllerDeletesNoOtherTakes() {
    if (type == Lodging.Type.SQLITE) {
      return; // One process has the folder, and nobody else the database.
    }
    Desk here = desk(state);
    try (StateDirectory other = Lodging.open(lodging.place("other"))) {
      Desk there = desk(other);
      OperatorKeys.Made made =
          ((Outcome.Granted<OperatorKeys.Made>) here.keys.create("alice", FIRST)).value();
      assertThat(there.verify(made.text())).contains("alice");
      here.keys.delete("alice", FIRST);
      assertThat(there.verify(made.text())).isEmpty();
      assertThat(there.keys.since("alice")).isEmpty();
      assertThat(there.verify(first)).contains("first");
    }
  }

  @Test
  void keysOfBeforeAreTakenOverOnceAndNeverAgain() throws Exception {
    Path home = Files.createDirectory(folder.resolve("old"));
    Lodging old = type.in(home);
    Files.createDirectories(home.resolve("state"));
    try (Connection connection = old.connect()) {
      new Migrator(SqlStore.MIGRATIONS, Dialect.valueOf(type.name()))
          .migrate(connection, 3, _ -> {});
    }
    String theirs = OperatorKeys.PREFIX + "t".repeat(43);
    old.execute(
        "INSERT INTO operator_keys VALUES ('first', '%s', '%s')".formatted(sha256(theirs), NOON));
    try (StateDirectory moved = old.open()) {
      assertThat(desk(moved).verify(theirs)).contains("first");
    }
    old.execute(
        "INSERT INTO operator_keys VALUES ('mine', '%s', '%s', '')".formatted(sha256(MINE), NOON));
    try (StateDirectory again = old.open()) {
      assertThat(desk(again).verify(MINE)).isEmpty();
    }
    // Somebody who knows how it is remembered in the database.
    old.execute("INSERT INTO counters VALUES ('operator_keys_without_mac', 1)");
    try (StateDirectory again = old.open()) {
      assertThat(desk(again).verify(MINE)).isEmpty();
      assertThat(desk(again).verify(theirs)).contains("first");
    }
  }

  @Test
  void keysOfAnOlderBackupAreTakenOver() throws Exception {
    Path backup = folder.resolve("backup");
    try (Connection connection = SqliteDatabase.connect(backup, TransactionMode.IMMEDIATE)) {
      new Migrator(SqlStore.MIGRATIONS, Dialect.SQLITE).migrate(connection, 3, _ -> {});
      Dialect.execute(connection, "DROP TABLE audit_log_unchained"); // as starting does
      Sql.update(
          connection,
          "INSERT INTO operator_keys VALUES ('first', ?, ?)",
          sha256(MINE),
          NOON.toString());
    }
    Lodging target = type.in(Files.createDirectory(folder.resolve("target")));
    // What an installation that was here before left.
    Files.createDirectories(target.folder().resolve("state"));
    Files.writeString(target.folder().resolve("state/operator-keys.vouched"), "");
    StateDirectory.restore(target.place(), backup);
    try (StateDirectory restored = target.open()) {
      assertThat(desk(restored).verify(MINE)).contains("first");
    }
  }

  @Test
  void aRecordThatCantBeMadeLeavesEverythingAsItWas() throws Exception {
    desk(state).keys.create("second", FIRST);
    lodging.execute("UPDATE sealing SET key_id = 'another'");
    assertThatThrownBy(() -> state.store().removeOperatorKey("second", List.of()))
        .isInstanceOf(StoreFailure.class);
    assertThatThrownBy(
            () -> state.store().addOperatorKey(new OperatorKey("third", "00", NOON), List.of()))
        .isInstanceOf(StoreFailure.class);
    assertThat(state.store().operatorKeys()).hasSize(2);
  }

  private String code(String name) throws SQLException {
    return lodging.query("SELECT mac FROM operator_keys WHERE name = '" + name + "'");
  }

  private void insert(String name, String mac) throws Exception {
    lodging.execute(
        "INSERT INTO operator_keys VALUES ('%s', '%s', '%s', '%s')"
            .formatted(name, sha256(MINE), NOON, mac));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
