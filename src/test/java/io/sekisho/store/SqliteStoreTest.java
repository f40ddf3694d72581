package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.control.Store.Saved;
import io.sekisho.control.Store.Write;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.plan.Counters;
import io.sekisho.vpc.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  private static final Initiator OPERATOR = new Initiator("first", "a-trace");
  private static final AccountId ACME = new AccountId("0123456789abcdef0123456789abcdef");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");

  @TempDir Path directory;
  private StateDirectory state;

  @BeforeEach
  void open() {
    state = StateDirectory.open(directory.resolve("state"));
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Nested
  class Contents {
    @Test
    void comeBackAsTheyWere() throws IOException {
      Controller control = controller();
      apply(control, Files.readString(Path.of("src/test/resources/control/rich.yaml")), false);
      Snapshot before = control.snapshot();
      reopen();
      Snapshot after = controller().snapshot();
      assertThat(after.revision()).isEqualTo(before.revision());
      assertThat(after.contents()).isEqualTo(before.contents());
      assertThat(List.copyOf(after.subjects())).isEqualTo(List.copyOf(before.subjects()));
    }

    @Test
    void stayUnchangedWhenAppliedAgainAfterARestart() throws IOException {
      String rich = Files.readString(Path.of("src/test/resources/control/rich.yaml"));
      apply(controller(), rich, false);
      reopen();
      Controller control = controller();
      long revision = control.snapshot().revision();
      apply(control, rich, true);
      assertThat(control.snapshot().revision()).isEqualTo(revision);
    }

    @Test
    void forgetWhatWasDeleted() throws IOException {
      Controller control = controller();
      apply(control, Files.readString(Path.of("src/test/resources/control/rich.yaml")), false);
      apply(control, "accounts: [{name: acme}, {name: other}]", true);
      reopen();
      Saved saved = state.store().load();
      assertThat(saved.contents().computes()).isEmpty();
      assertThat(saved.contents().vpcs()).isEmpty();
      assertThat(saved.contents().accounts()).hasSize(2);
      assertThat(saved.counters()).isEqualTo(new Counters(2, 5));
    }

    @Test
    void areJsonThatAPersonCanRead() throws IOException, SQLException {
      apply(controller(), Files.readString(Path.of("src/test/resources/control/rich.yaml")), false);
      String body = query("SELECT body FROM resources WHERE kind = 'SUBNET' AND name = 'blue-a'");
      assertThat(body)
          .contains("\"ipv4_cidr_block\":\"10.0.0.0/24\"")
          .contains("\"account\":\"0123456789abcdef0123456789abcdef\"")
          .contains("\"crn\":\"crn:v1:bluemix:public:is:eu-de-1:a/");
    }
  }

  @Nested
  class Commits {
    @Test
    void happenAsAWholeOrNotAtAll() {
      state.store().commit(write(1, put("one")));
      Entry twin = new Entry.Put(Kind.ACCOUNT, "other-id", ACME, "one", account("one"));
      assertThatThrownBy(() -> state.store().commit(write(2, put("two"), twin)))
          .isInstanceOf(StoreFailure.class);
      reopen();
      assertThat(state.store().load().revision()).isEqualTo(1);
      assertThat(state.store().load().contents().accounts()).containsExactly(account("one"));
      state.store().commit(write(2, put("two")));
    }

    @Test
    void refuseARevisionOutOfOrder() {
      state.store().commit(write(1, put("one")));
      assertThatThrownBy(() -> state.store().commit(write(3, put("two"))))
          .hasMessage("revision 3 does not follow 1");
      assertThatThrownBy(() -> state.store().commit(write(1, put("two"))))
          .hasMessage("revision 1 does not follow 1");
      assertThat(state.store().load().contents().accounts()).hasSize(1);
    }

    @Test
    void areWrittenToTheChangeLogAndTheAuditLog() throws SQLException {
      state.store().commit(write(1, put("one")));
      state.store().commit(write(2, new Entry.Delete(Kind.ACCOUNT, ACME.value(), ACME, "one")));
      assertThat(query("SELECT group_concat(revision || kind || (body IS NULL)) FROM change_log"))
          .isEqualTo("1ACCOUNT0,2ACCOUNT1");
      assertThat(query("SELECT action || operator || trace FROM audit_log WHERE revision = 2"))
          .isEqualTo("testfirsta-trace");
    }

    @Test
    void leaveRowsThatDidNotChangeAtTheirRevision() throws IOException, SQLException {
      String rich = Files.readString(Path.of("src/test/resources/control/rich.yaml"));
      Controller control = controller();
      apply(control, rich, false);
      control.revokeTokens(Kind.INSTANCE, "acme/web-1", OPERATOR);
      assertThat(query("SELECT count(*) FROM resources WHERE revision = 2")).isEqualTo("1");
    }
  }

  @Nested
  class Logs {
    @Test
    void cantBeRewritten() {
      state.store().commit(write(1, put("one")));
      List.of(
              "DELETE FROM change_log", "UPDATE change_log SET name = 'x'",
              "DELETE FROM audit_log", "UPDATE audit_log SET operator = 'x'")
          .forEach(
              sql -> assertThatThrownBy(() -> execute(sql)).hasMessageContaining("append-only"));
    }

    @Test
    void countOnlyUpwards() {
      state.store().commit(write(1, put("one")));
      assertThatThrownBy(() -> execute("UPDATE counters SET value = 0"))
          .hasMessageContaining("only grows");
    }
  }

  @Nested
  class Migrations {
    @Test
    void runOnceEach() throws SQLException {
      Path file = directory.resolve("other.db");
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        new Migrator("/store/migrations").migrate(connection);
        new Migrator("/store/migrations").migrate(connection);
        assertThat(Migrator.version(connection)).isEqualTo(2);
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("SELECT group_concat(word) FROM words")) {
          assertThat(row.getString(1)).isEqualTo("one,two");
        }
      }
    }

    @Test
    void leaveTheLastGoodSchemaWhenOneFails() throws SQLException {
      Path file = directory.resolve("other.db");
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        assertThatThrownBy(() -> new Migrator("/store/broken").migrate(connection))
            .isInstanceOf(SQLException.class);
      }
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        assertThat(Migrator.version(connection)).isEqualTo(1);
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
          assertThat(row.getInt(1)).isEqualTo(1);
        }
      }
    }

    @Test
    void refuseADatabaseOfANewerSekisho() throws SQLException {
      execute("PRAGMA user_version = 9999");
      state.close();
      assertThatThrownBy(() -> StateDirectory.open(directory.resolve("state")))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("newer Sekisho");
      SqliteStoreTest.this.fix();
    }
  }

  @Test
  void keepsOperatorKeys() {
    OperatorKey key = new OperatorKey("first", "00ff", NOON);
    state.store().addOperatorKey(key);
    reopen();
    assertThat(state.store().operatorKeys()).containsExactly(key);
    assertThatThrownBy(() -> state.store().addOperatorKey(key)).isInstanceOf(StoreFailure.class);
  }

  private void fix() throws SQLException {
    execute("PRAGMA user_version = 1");
    open();
  }

  private void reopen() {
    state.close();
    open();
  }

  private Controller controller() {
    return new Controller(state.store(), IdSource.random(), InstantSource.system(), _ -> {});
  }

  private static void apply(Controller control, String inventory, boolean prune) {
    byte[] document = inventory.getBytes(UTF_8);
    Application result = control.apply(document, prune, false, OPERATOR);
    assertThat(result).isInstanceOf(Application.Accepted.class);
  }

  private static Account account(String name) {
    return new Account(ACME, name, true, NOON);
  }

  private static Entry put(String name) {
    AccountId id = name.equals("one") ? ACME : new AccountId("f".repeat(32));
    return new Entry.Put(Kind.ACCOUNT, id.value(), ACME, name, new Account(id, name, true, NOON));
  }

  private static Write write(long revision, Entry... entries) {
    return new Write(revision, NOON, "test", OPERATOR, Counters.ZERO, List.of(entries));
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = reader();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = reader();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private Connection reader() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("state/state.db"));
  }
}
