package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a write promises, put to the test with `kill -9`: -Dsekisho.test.kills=N for more of them.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class KillTest {
  static final int KILLS = Integer.getInteger("sekisho.test.kills", 5);

  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private Lodging lodging;
  private final Random random = new Random(7);

  @BeforeEach
  void move() {
    lodging = type.in(folder);
  }

  @Test
  void losesNoAcknowledgedWrite() throws Exception {
    long acknowledged = 0;
    for (int i = 0; i <= KILLS; i++) {
      try (Dictation scribe = Dictation.begin(lodging, "state", ACME)) {
        scribe.found(acknowledged);
        scribe.hear(5 + random.nextInt(60));
        scribe.kill();
        acknowledged = scribe.acknowledged;
      }
      expectSound(lodging);
    }
    assertThat(acknowledged).isGreaterThan(5L * KILLS);
    report(type + ": writer killed", KILLS + 1, acknowledged);
  }

  @Test
  void letsOneProcessIntoAFolderAtATime() throws Exception {
    try (Dictation scribe = Dictation.begin(lodging, "state", ACME)) {
      scribe.found(0);
      assertThatThrownBy(lodging::open)
          .isInstanceOf(StoreFailure.class)
          .hasMessage(
              "The state directory %s is in use by another Sekisho (process %d). Stop that one, or choose another directory."
                  .formatted(folder.resolve("state"), scribe.pid()));
    }
    StateDirectory first = lodging.open();
    assertThatThrownBy(lodging::open).isInstanceOf(StoreFailure.class);
    first.close();
    lodging.open().close();
  }

  /// Nothing is there by half: not a document without its entry, not a number without its record.
  static void expectSound(Lodging lodging) throws SQLException {
    try (Connection connection = lodging.connect()) {
      assertThat(Copies.complaints(connection)).isEmpty();
      assertThat(
              Sql.number(
                  connection,
                  "SELECT count(*) FROM (SELECT revision FROM change_log GROUP BY revision"
                      + " HAVING count(*) <> "
                      + Scribe.DOCUMENTS
                      + ") AS torn"))
          .isZero();
      assertThat(Sql.number(connection, SqlStore.REVISION))
          .isEqualTo(Sql.number(connection, "SELECT count(*) FROM audit_log"));
      if (lodging.database().isEmpty()) {
        assertThat(Sql.one(connection, row -> row.getString(1), "PRAGMA integrity_check"))
            .contains("ok");
      }
    }
  }

  static void report(String what, int kills, long writes) {
    System.out.printf("%s %d times: %d writes acknowledged, 0 lost%n", what, kills, writes);
  }
}
