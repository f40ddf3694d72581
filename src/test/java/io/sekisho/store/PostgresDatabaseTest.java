package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.put;
import static io.sekisho.store.Papers.serviceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.control.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresDatabaseTest {
  @TempDir Path folder;

  @Nested
  class Addresses {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        textBlock =
            """
            postgresql://me:se%40cret@db.example:5433/kept?sslmode=verify-full | //db.example:5433/kept | me | se@cret
            postgres://me@db.example/kept                                      | //db.example/kept      | me | -
            postgresql://db.example/kept                                       | //db.example/kept      | -  | -
            postgresql://one:1,two:2/kept?targetServerType=primary             | //one:1,two:2/kept     | -  | -
            jdbc:postgresql://db.example/kept?user=me&password=x               | //db.example/kept      | -  | -
            postgresql://[::1]:5432/kept                                       | //[::1]:5432/kept      | -  | -
            """)
    void areUnderstood(String text, String place, String user, String password) {
      PostgresUrl url = PostgresUrl.parse(text);
      assertThat(url.jdbc()).startsWith("jdbc:postgresql:" + place + "?");
      assertThat(url.user()).isEqualTo(Optional.ofNullable(user));
      assertThat(url.password()).isEqualTo(Optional.ofNullable(password));
      assertThat(url).hasToString("postgresql:" + place);
      String parameters = text.contains("?") ? text.substring(text.indexOf('?') + 1) : "";
      assertThat(url.jdbc()).contains(parameters).contains("tcpKeepAlive=true");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "db.example", "mysql://db/x", "postgresql:kept", "postgresql://a:b@c:d@e/x"})
    void areRefusedOtherwiseWithoutRepeatingThem(String text) {
      assertThatThrownBy(() -> PostgresUrl.parse(text))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("write postgresql://");
    }

    @Test
    void mayOverrideWhatWeWouldChoose() {
      assertThat(PostgresUrl.parse("postgresql://h/d?connectTimeout=3").jdbc())
          .contains("connectTimeout=3")
          .doesNotContain("connectTimeout=10");
    }
  }

  @Nested
  class Failures {
    @Test
    void sayWhatToDoAndNoPassword() {
      String good = PostgresServer.shared().database();
      expect(good.replace("sp%40ce", "wrong"), "refuses us: check user and password");
      expect(good.replaceAll("/test_\\d+", "/nowhere"), "is not there: create it");
      expect(good.replaceAll(":\\d+/", ":1/"), "can't be reached: check that it runs");
      expect(good + "?sslmode=require", "SSL");
    }

    @Test
    void refuseADatabaseThatCouldNotKeepEveryText() throws SQLException {
      String url = PostgresServer.shared().database();
      try (Connection connection = PostgresServer.connect(url)) {
        Dialect.execute(
            connection,
            "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
      }
      expect(url.replaceAll("/test_\\d+", "/latin"), "create one with ENCODING 'UTF8'");
    }

    private void expect(String url, String words) {
      Lodging lodging = new Lodging(folder, Optional.of(url));
      assertThatThrownBy(lodging::open)
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining(words)
          .hasMessageNotContainingAny("sp@ce", "sp%40ce", "wrong");
    }
  }

  @Test
  void saysThatItDoesNotKnowWhenTheAnswerToACommitIsLost() throws Exception {
    Lodging direct = Lodging.Type.POSTGRESQL.in(folder);
    try (CutWire wire = CutWire.to(PostgresServer.shared().port())) {
      String url = direct.database().orElseThrow().replaceAll(":\\d+/", ":" + wire.port() + "/");
      // Else the driver sends but the number of a statement that it sent before.
      String told = url + "?prepareThreshold=0";
      try (StateDirectory state = new Lodging(folder, Optional.of(told)).open()) {
        put(state.store(), serviceId(ACME, 1, "before"));
        wire.cutAfter("COMMIT");
        assertThatThrownBy(() -> put(state.store(), serviceId(ACME, 2, "unheard")))
            .isInstanceOfSatisfying(StoreFailure.class, e -> assertThat(e.isUnknown()).isTrue())
            .hasMessageContaining("Look before you repeat it");
        wire.mend();
        // Here it was made; that it goes on is the other half.
        assertThat(state.store().in(ACME).named(Kind.SERVICE_ID, "unheard")).isPresent();
        wire.cutAfter("INSERT INTO resources");
        assertThatThrownBy(() -> put(state.store(), serviceId(ACME, 3, "lost")))
            .isInstanceOfSatisfying(StoreFailure.class, e -> assertThat(e.isUnknown()).isFalse());
        wire.mend();
        assertThat(state.store().in(ACME).named(Kind.SERVICE_ID, "lost")).isEmpty();
        assertThat(put(state.store(), serviceId(ACME, 3, "again"))).isEqualTo(3);
      }
    }
  }

  @Test
  void hearsOfOthersWritesAgainAfterTheWireWasCut() throws Exception {
    Lodging direct = Lodging.Type.POSTGRESQL.in(folder);
    try (CutWire wire = CutWire.to(PostgresServer.shared().port());
        StateDirectory other = Lodging.open(direct.place("other"))) {
      String url = direct.database().orElseThrow().replaceAll(":\\d+/", ":" + wire.port() + "/");
      try (StateDirectory state = new Lodging(folder, Optional.of(url)).open()) {
        state.store().await(0, Duration.ofMillis(200));
        wire.cut();
        wire.mend();
        var waiting =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    state.store().await(0, Duration.ofSeconds(60));
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
        Thread.sleep(50);
        put(other.store(), serviceId(ACME, 1, "heard"));
        waiting.get();
        assertThat(state.store().revision()).isEqualTo(1);
      }
    }
  }

  @Test
  void doesNotLoadTheDriverWhereItIsNotUsed() throws Exception {
    Path log = folder.resolve("classes");
    Lodging sqlite = Lodging.Type.SQLITE.in(folder);
    try (Dictation scribe =
        Dictation.begin(sqlite, "state", ACME, "-Xlog:class+load:file=" + log)) {
      scribe.found(0);
      scribe.hear(3);
    }
    assertThat(loaded(log)).anyMatch(line -> line.contains("org.sqlite.JDBC"));
    assertThat(loaded(log))
        .noneMatch(
            line ->
                line.contains("org.postgresql")
                    || line.contains("com.zaxxer")
                    || line.contains("io.sekisho.store.Postgres"));
  }

  private static List<String> loaded(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.toList();
    }
  }
}
