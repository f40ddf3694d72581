package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.NOON;
import static io.sekisho.store.Papers.OTHER;
import static io.sekisho.store.Papers.apiKey;
import static io.sekisho.store.Papers.audit;
import static io.sekisho.store.Papers.delete;
import static io.sekisho.store.Papers.profile;
import static io.sekisho.store.Papers.put;
import static io.sekisho.store.Papers.serviceId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.control.Kind;
import io.sekisho.control.Labels;
import io.sekisho.control.Store.Entry.Put;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.control.Store.Query;
import io.sekisho.control.Store.Retention;
import io.sekisho.control.StoreGap;
import io.sekisho.plan.Counters;
import io.sekisho.problem.Outcome;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.store.StateDirectory.Restored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Backups of either database, restored into either.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class BackupTest {
  @Parameter Lodging.Type type;
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Lodging.Type.class)
  void bringsEverythingBack(Lodging.Type to) throws Exception {
    Lodging from = type.in(Files.createDirectory(folder.resolve("from")));
    Lodging target = to.in(Files.createDirectory(folder.resolve("to")));
    Path backup = folder.resolve("backup.db");
    List<Object> before;
    try (StateDirectory state = from.open()) {
      fill(state);
      before = everything(state);
      state.store().backup(backup);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
        .isEqualTo("rw-------");
    assertThat(files(folder)).containsExactly("backup.db", "from", "to");

    Restored missing = StateDirectory.restore(target.place(), backup);
    assertThat(missing).isEqualTo(new Restored(3, 2, false, missing.key()));
    assertThatThrownBy(target::open)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("missing");
    Files.copy(from.folder().resolve("key"), target.folder().resolve("key"));
    Files.setPosixFilePermissions(
        target.folder().resolve("key"), PosixFilePermissions.fromString("rw-------"));
    try (StateDirectory state = target.open()) {
      assertThat(everything(state)).isEqualTo(before);
      assertThat(put(state.store(), serviceId(ACME, 9, "goes on"))).isEqualTo(4);
      state.store().audit(List.of(audit(ACME, "x", "goes on")));
      assertThat(state.store().auditHead().sequence()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Lodging.Type.class)
  void bringsBackWhatIsLeftOfATrimmedLog(Lodging.Type to) throws Exception {
    Lodging from = type.in(Files.createDirectory(folder.resolve("from")));
    Lodging target = to.in(Files.createDirectory(folder.resolve("to")));
    Path backup = folder.resolve("backup.db");
    try (StateDirectory state = from.open()) {
      fill(state);
      state.store().trim(new Retention(Duration.ofDays(1), 1));
      state.store().backup(backup);
    }
    StateDirectory.restore(target.place(), backup);
    Files.copy(from.folder().resolve("key"), target.folder().resolve("key"));
    Files.setPosixFilePermissions(
        target.folder().resolve("key"), PosixFilePermissions.fromString("rw-------"));
    try (StateDirectory state = target.open()) {
      SqlStore store = state.store();
      assertThat(store.in(ACME).count(Kind.SERVICE_ID)).isEqualTo(2);
      assertThat(store.changes(2, 10)).hasSize(1);
      assertThatThrownBy(() -> store.changes(1, 10)).isInstanceOf(StoreGap.class);
    }
  }

  @Test
  void isOfOneMomentWhileOthersWrite() throws Exception {
    Lodging from = type.in(Files.createDirectory(folder.resolve("from")));
    AtomicBoolean done = new AtomicBoolean();
    try (StateDirectory state = from.open()) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; !done.get(); i++) {
                      put(state.store(), serviceId(ACME, 1, "n" + i), serviceId(ACME, 2, "n" + i));
                    }
                  });
      try {
        for (int i = 0; i < 5; i++) {
          Path backup = folder.resolve("backup-" + i);
          long least = state.store().revision();
          state.store().backup(backup);
          try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + backup)) {
            assertThat(Copies.complaints(copy)).isEmpty();
            assertThat(Sql.number(copy, SqlStore.REVISION)).isGreaterThanOrEqualTo(least);
            assertThat(Sql.number(copy, "SELECT count(DISTINCT name) FROM resources"))
                .isLessThanOrEqualTo(1);
          }
        }
      } finally {
        done.set(true);
        writer.join();
      }
    }
  }

  @Test
  void isTakenBesideARunningController() throws IOException {
    Lodging from = type.in(Files.createDirectory(folder.resolve("from")));
    try (StateDirectory state = from.open()) {
      fill(state);
      StateDirectory.backup(from.place(), folder.resolve("backup"));
      assertThatThrownBy(() -> StateDirectory.backup(from.place(), folder.resolve("backup")))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("There is a file");
    }
    Lodging target = type.in(Files.createDirectory(folder.resolve("to")));
    assertThat(StateDirectory.restore(target.place(), folder.resolve("backup")).revision())
        .isEqualTo(3);
  }

  @Test
  void isNotRestoredOverAnythingNorTwice() throws IOException {
    Lodging from = type.in(Files.createDirectory(folder.resolve("from")));
    try (StateDirectory state = from.open()) {
      fill(state);
      state.store().backup(folder.resolve("backup"));
      assertThatThrownBy(() -> StateDirectory.restore(from.place(), folder.resolve("backup")))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("in use");
    }
    assertThatThrownBy(() -> StateDirectory.restore(from.place(), folder.resolve("backup")))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("empty");
    try (StateDirectory state = from.open()) {
      assertThat(state.store().revision()).isEqualTo(3);
    }
  }

  @Test
  void isRefusedIfItIsDamagedOrNone() throws Exception {
    Lodging from = type.in(Files.createDirectory(folder.resolve("from")));
    Path backup = folder.resolve("backup");
    try (StateDirectory state = from.open()) {
      fill(state);
      state.store().backup(backup);
    }
    Lodging target = type.in(Files.createDirectory(folder.resolve("to")));
    Path text = Files.writeString(folder.resolve("text"), "not a database at all, by any means");
    Path empty = Files.createFile(folder.resolve("empty"));
    for (Path bad : List.of(text, empty, folder.resolve("nothing"))) {
      assertThatThrownBy(() -> StateDirectory.restore(target.place(), bad))
          .isInstanceOf(StoreFailure.class);
    }
    for (String damage :
        List.of(
            "DELETE FROM resources WHERE name = 'one'",
            "UPDATE resources SET body = '{}' WHERE name = 'one'",
            "UPDATE counters SET value = 5 WHERE name = 'revision'",
            "UPDATE counters SET value = 5 WHERE name = 'audit'")) {
      Path bad = Files.copy(backup, folder.resolve("bad"));
      damage(bad, damage);
      assertThatThrownBy(() -> StateDirectory.restore(target.place(), bad))
          .as(damage)
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("damaged");
      Files.delete(bad);
    }
    assertThat(StateDirectory.restore(target.place(), backup).revision()).isEqualTo(3);
    assertThat(files(target.folder().resolve("state"))).doesNotContain("restore.unfinished");
  }

  @Test
  void leavesNothingWhereItCantBeWritten() throws IOException {
    Lodging from = type.in(Files.createDirectory(folder.resolve("from")));
    try (StateDirectory state = from.open()) {
      assertThatThrownBy(() -> state.store().backup(folder.resolve("no/such/folder")))
          .isInstanceOf(StoreFailure.class);
    }
    assertThatThrownBy(
            () -> StateDirectory.backup(Place.at(folder.resolve("empty")), folder.resolve("b")))
        .isInstanceOf(StoreFailure.class);
    assertThat(files(folder)).containsExactly("from");
  }

  private static void damage(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Dialect.execute(connection, sql);
    }
  }

  private static void fill(StateDirectory state) {
    SqlStore store = state.store();
    put(
        store,
        serviceId(ACME, 1, "one 🚧"),
        serviceId(ACME, 3, "one"),
        apiKey(OTHER, 2, "aa"),
        profile(ACME, 1, "p"));
    delete(store, serviceId(ACME, 3, "one"));
    Papers.granted(
        store.write(
            transaction -> {
              Object value = serviceId(ACME, 4, "one");
              transaction.apply(new Put(Labels.of(value), value));
              transaction.counters(new Counters(3, 4));
              transaction.audit(audit(ACME, "x", "did"));
              return Outcome.of("");
            }));
    store.audit(List.of(audit(OTHER, "y", "exchanged")));
    store.addOperatorKey(new OperatorKey("first", "00", NOON), List.of());
    state.secrets().write("ca.key", "secret".getBytes(UTF_8));
  }

  private static List<Object> everything(StateDirectory state) {
    SqlStore store = state.store();
    List<Object> all = new ArrayList<>();
    all.add(store.load());
    all.add(store.changes(0, 1_000));
    all.add(store.auditTrail(0, 1_000));
    all.add(store.operatorKeys());
    all.add(store.in(ACME).page(Kind.SERVICE_ID, Query.first(10)));
    all.add(store.apiKey("aa"));
    all.add(state.secrets().names());
    all.add(state.secrets().read("ca.key").map(secret -> new String(secret, UTF_8)));
    return all;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
