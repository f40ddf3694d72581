package io.sekisho.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database in a file.
class SqliteDatabaseTest {
  @TempDir Path folder;

  @Test
  void isItsOwnersAlone() throws IOException {
    try (SqliteDatabase _ = SqliteDatabase.open(folder.resolve("state.db"))) {
      assertOwnersAlone();
    }
  }

  @Test
  void becomesItsOwnersAlone() throws IOException {
    try (SqliteDatabase _ = SqliteDatabase.open(folder.resolve("state.db"))) {
      for (String each : new String[] {"state.db", "state.db-wal", "state.db-shm"}) {
        Files.setPosixFilePermissions(
            folder.resolve(each), PosixFilePermissions.fromString("rw-r--r--"));
      }
      SqliteDatabase.open(folder.resolve("state.db")).close();
      assertOwnersAlone();
    }
  }

  private void assertOwnersAlone() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .hasSize(3)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }
}
