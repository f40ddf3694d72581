package io.sekisho.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.audit.Entry;
import io.sekisho.audit.SealKeys;
import io.sekisho.audit.Verifier;
import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Order;
import io.sekisho.control.Store.Query;
import io.sekisho.control.Store.Saved;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.ServiceId;
import io.sekisho.network.Foundation;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void runOnceEach(Dialect dialect) throws Exception {
    List<Integer> kept = new ArrayList<>();
    try (Connection connection = connection(dialect)) {
      Migrator migrator = new Migrator("/store/migrations", dialect);
      migrator.migrate(connection, 1, kept::add);
      migrator.migrate(connection, kept::add);
      migrator.migrate(connection, kept::add);
      assertThat(dialect.version(connection)).isEqualTo(2);
      assertThat(Sql.all(connection, row -> row.getString(1), "SELECT word FROM words"))
          .containsExactlyInAnyOrder("one", "two", "after " + dialect);
    }
    assertThat(kept).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void leaveTheLastGoodSchemaWhenOneFails(Dialect dialect) throws Exception {
    Lodging lodging = Lodging.Type.valueOf(dialect.name()).in(folder);
    Files.createDirectory(folder.resolve("state"));
    try (Connection connection = lodging.connect()) {
      assertThatThrownBy(() -> new Migrator("/store/broken", dialect).migrate(connection, _ -> {}))
          .isInstanceOf(SQLException.class);
    }
    try (Connection connection = lodging.connect()) {
      assertThat(dialect.version(connection)).isEqualTo(1);
      assertThatThrownBy(() -> Sql.number(connection, "SELECT count(*) FROM more"))
          .isInstanceOf(SQLException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Lodging.Type.class)
  void refuseADatabaseOfANewerSekisho(Lodging.Type type) throws Exception {
    Lodging lodging = type.in(folder);
    lodging.open().close();
    lodging.execute(
        type == Lodging.Type.SQLITE
            ? "PRAGMA user_version = 9999"
            : "INSERT INTO schema_version VALUES (9999)");
    assertThatThrownBy(lodging::open)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("newer Sekisho");
  }

  @Test
  void runOnceIfManyControllersStartAtOnce() throws Exception {
    Lodging lodging = Lodging.Type.POSTGRESQL.in(folder);
    lodging.open().close(); // the key file
    lodging.execute("DROP SCHEMA public CASCADE");
    lodging.execute("CREATE SCHEMA public");
    Files.delete(folder.resolve("key"));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = "controller-" + i;
        starts.add(
            () -> {
              PostgresDatabase.open(
                      PostgresUrl.parse(lodging.database().orElseThrow()), folder.resolve(name))
                  .close();
              return true;
            });
      }
      for (Future<Boolean> start : threads.invokeAll(starts)) {
        assertThat(start.get()).isTrue();
      }
    }
    assertThat(lodging.query("SELECT count(*) - max(version) FROM schema_version")).isEqualTo("0");
  }

  /// A state folder of version 0.1, whose database has schema 1.
  @Nested
  class FromSchema1 {
    @Test
    void bringsEverythingOver() throws Exception {
      Lodging lodging = Lodging.Type.SQLITE.in(folder);
      make(lodging);
      try (StateDirectory state = lodging.open()) {
        Saved saved = state.store().load();
        assertThat(saved.revision()).isEqualTo(3);
        assertThat(saved.counters().vpcIndex()).isPositive();
        assertThat(saved.contents().computes())
            .anySatisfy(it -> assertThat(it.identity().name()).isEqualTo("web-1"));
        assertThat(saved.contents().computes().stream().mapToLong(Compute::tokenGeneration).sum())
            .isEqualTo(1);
        assertThat(state.store().operatorKeys())
            .singleElement()
            .satisfies(key -> assertThat(key.name()).isEqualTo("first"));
        assertThat(state.store().changes(0, 1_000)).isNotEmpty();
        expectUnchanged(state.store());
        expectSorted(state.store(), saved);
      }
      lodging.open().close();
      try (Connection connection = lodging.connect()) {
        assertThat(Copies.complaints(connection)).isEmpty();
      }
    }

    @Test
    void chainsWhatWasRecorded() throws Exception {
      Lodging lodging = Lodging.Type.SQLITE.in(folder);
      make(lodging);
      try (StateDirectory state = lodging.open()) {
        List<Entry> trail = state.store().auditTrail(0, 1_000);
        Verifier verifier = new Verifier(SealKeys.parse(Lodging.publicPem()), List.of());
        trail.forEach(verifier::add);
        assertThat(verifier.finish().findings()).isEmpty();
        assertThat(trail.getLast().action()).isEqualTo("is.instance.instance.revoke-tokens");
        assertThat(trail.getLast().body()).contains("\"name\":\"first\"");
        assertThat(trail).hasSize(state.store().changes(0, 1_000).size());
      }
    }

    @Test
    void keepsACopyOfWhatWas() throws Exception {
      Lodging lodging = Lodging.Type.SQLITE.in(folder);
      make(lodging);
      lodging.open().close();
      Path copy = folder.resolve("state/state.db.schema-1");
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
        assertThat(Dialect.SQLITE.version(connection)).isEqualTo(1);
        assertThat(Sql.number(connection, "SELECT max(revision) FROM audit_log")).isEqualTo(3);
      }
      // It is what the older Sekisho, or this one again, starts on.
      Lodging again = new Lodging(folder.resolve("again"), Optional.empty());
      Files.createDirectories(folder.resolve("again/state"));
      Files.copy(copy, folder.resolve("again/state/state.db"));
      again.open().close();
    }

    private void make(Lodging lodging) throws SQLException, IOException {
      Files.createDirectories(folder.resolve("state"));
      String dump = Files.readString(Path.of("src/test/resources/store/schema-1.sql"));
      try (Connection connection = lodging.connect();
          var statement = connection.createStatement()) {
        statement.executeUpdate(dump);
      }
    }

    private void expectUnchanged(SqlStore store) throws IOException {
      InstantSource clock = InstantSource.system();
      Ledger ledger = new Ledger(store, clock, _ -> {});
      Foundation.lay(ledger, IdSource.random(), clock);
      assertThat(store.revision()).isEqualTo(4);
      Controller control = new Controller(ledger, IdSource.random(), clock, _ -> {});
      byte[] rich = Files.readAllBytes(Path.of("src/test/resources/store/schema-1.yaml"));
      assertThat(control.apply(rich, true, false, new Initiator("first", "")))
          .isInstanceOf(Application.Accepted.class);
      assertThat(store.revision()).isEqualTo(4);
    }

    private void expectSorted(SqlStore store, Saved saved) {
      var account = saved.contents().accounts().getFirst().id();
      Query newest =
          new Query(
              Optional.empty(), Optional.empty(), Order.CREATED_AT, true, Optional.empty(), 9);
      var page = store.in(account).page(Kind.INSTANCE, newest).documents();
      assertThat(page).isNotEmpty();
      assertThat(page)
          .allSatisfy(
              document ->
                  assertThat(document.label().createdAt())
                      .isEqualTo(((Compute) document.value()).identity().createdAt()));
    }
  }

  /// What stood in a database of schema 3 is there, and says the same.
  @ParameterizedTest
  @EnumSource(Lodging.Type.class)
  void bringOverWhatStoodInSchema3(Lodging.Type type) throws Exception {
    Lodging lodging = type.in(folder);
    Files.createDirectories(folder.resolve("state"));
    Dialect dialect = Dialect.valueOf(type.name());
    String dump = Files.readString(Path.of("src/test/resources/store/schema-3.sql"));
    try (Connection connection = lodging.connect();
        var statement = connection.createStatement()) {
      new Migrator(SqlStore.MIGRATIONS, dialect).migrate(connection, 3, _ -> {});
      statement.executeUpdate(dump);
    }
    try (StateDirectory state = lodging.open()) {
      SqlStore store = state.store();
      AccountId account = store.load().contents().accounts().getFirst().id();
      List<Object> all = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        Query some = Query.first(100);
        store.in(account).page(kind, some).documents().forEach(it -> all.add(it.value()));
      }
      assertThat(all)
          .extracting(it -> it.getClass().getSimpleName())
          .contains(
              "ServiceId",
              "ApiKey",
              "User",
              "AccessGroup",
              "Policy",
              "Role",
              "Instance",
              "Account");
      AccessGroup group = only(all, AccessGroup.class);
      assertThat(group.stamps().created().by()).isEqualTo("operator:first");
      assertThat(group.rules().getFirst().stamps().created().at())
          .isAfter(group.stamps().created().at());
      assertThat(only(all, ServiceId.class).stamps().created().by()).isEqualTo("operator:first");
      assertThat(only(all, Policy.class).stamps().modified().at())
          .isAfter(only(all, ServiceId.class).stamps().created().at());
      assertThat(only(all, Account.class).settings().orElseThrow().stamps()).isPresent();
      VirtualNetworkInterface front =
          only(all, Instance.class).interfaces().getFirst().virtualNetworkInterface();
      assertThat(front.primaryIp().address()).hasToString("10.0.0.10");
      assertThat(front.moreAddresses()).hasSize(2);
      assertThat(front.floatingIps().getFirst().address()).hasToString("192.0.2.17");
      assertThat(front.securityGroups().getFirst().name()).isEqualTo("web");
      assertThat(store.changes(0, 1_000)).hasSizeGreaterThan(9);
      assertThat(Copies.complaints(lodging.connect())).isEmpty();
    }
  }

  private static <T> T only(List<Object> all, Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  private Connection connection(Dialect dialect) throws SQLException, IOException {
    Files.createDirectory(folder.resolve("state"));
    return Lodging.Type.valueOf(dialect.name()).in(folder).connect();
  }
}
