package io.sekisho.store;

import static io.sekisho.store.KillTest.KILLS;
import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Controllers that share a PostgreSQL database, when things die.
class ControllersTest {
  @TempDir Path folder;
  private Lodging lodging;
  private final Random random = new Random(7);

  @BeforeEach
  void move() {
    lodging = Lodging.Type.POSTGRESQL.in(folder);
  }

  @Test
  void keepGoingWhenOneIsKilled() throws Exception {
    long first = 0;
    long second = 0;
    try (Dictation stays = Dictation.begin(lodging, "one", ACME)) {
      stays.found(0);
      stays.hear(5);
      for (int i = 0; i < KILLS; i++) {
        try (Dictation dies = Dictation.begin(lodging, "two", OTHER)) {
          dies.found(second);
          dies.hear(5 + random.nextInt(30));
          dies.kill();
          second = dies.acknowledged;
        }
        long before = stays.acknowledged;
        stays.hear(20);
        assertThat(stays.acknowledged).isGreaterThan(before);
      }
      stays.kill();
      assertThat(stays.unknown).isZero();
      first = stays.acknowledged;
    }
    KillTest.expectSound(lodging);
    try (Dictation again = Dictation.begin(lodging, "two", OTHER)) {
      again.found(second);
    }
    expectWrites(first + second);
    KillTest.report("one of two controllers killed", KILLS, first + second);
  }

  @Test
  void loseNothingWhenTheServerIsKilled() throws Exception {
    PostgresServer server = PostgresServer.make();
    Lodging here = new Lodging(folder, Optional.of(server.database()));
    int kills = 1 + KILLS / 4;
    try (Dictation scribe = Dictation.begin(here, "state", ACME)) {
      scribe.found(0);
      for (int i = 0; i < kills; i++) {
        scribe.hear(5 + random.nextInt(30));
        server.kill();
        server.start();
        long before = scribe.acknowledged;
        while (scribe.acknowledged < before + 20) {
          scribe.hear();
        }
      }
      scribe.kill();
      KillTest.expectSound(here);
      try (Dictation again = Dictation.begin(here, "state", ACME)) {
        again.found(scribe.acknowledged);
      }
      KillTest.report("server killed", kills, scribe.acknowledged);
    } finally {
      server.end();
    }
  }

  /// Every acknowledged write has a revision; a last one of each may have it without knowing.
  private void expectWrites(long acknowledged) throws SQLException {
    try (Connection connection = lodging.connect()) {
      assertThat(Sql.number(connection, SqlStore.REVISION))
          .isBetween(acknowledged, acknowledged + 2);
    }
  }
}
