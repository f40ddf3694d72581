package io.sekisho.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a write promises, put to the test with `kill -9`.
class KillTest {
  private static final int KILLS = 16;

  @TempDir Path directory;

  @Test
  void losesNoAcknowledgedWrite() throws Exception {
    Random random = new Random(7);
    long acknowledged = 0;
    long writes = 0;
    for (int i = 0; i <= KILLS; i++) {
      Process scribe = start();
      try (BufferedReader out = scribe.inputReader()) {
        long found = found(out.readLine(), acknowledged);
        assertThat(found).isBetween(acknowledged, acknowledged + 1);
        acknowledged = found;
        int lines = 5 + random.nextInt(120);
        for (int j = 0; j < lines; j++) {
          acknowledged = wrote(out.readLine());
        }
        kill(scribe);
        for (String line = out.readLine(); whole(line); line = out.readLine()) {
          acknowledged = wrote(line);
        }
        writes = acknowledged;
      }
      assertThat(scribe.waitFor()).isEqualTo(128 + 9);
      assertThat(integrity()).isEqualTo("ok");
    }
    assertThat(writes).isGreaterThan(KILLS);
  }

  @Test
  void letsOneProcessInAtATime() throws Exception {
    Process scribe = start();
    try (BufferedReader out = scribe.inputReader()) {
      found(out.readLine(), 0);
      assertThatThrownBy(() -> StateDirectory.open(directory.resolve("state")))
          .isInstanceOf(StoreFailure.class)
          .hasMessage(
              "The state directory %s is in use by another Sekisho (process %d). Stop that one, or choose another directory."
                  .formatted(directory.resolve("state"), scribe.pid()));
    } finally {
      kill(scribe);
      scribe.waitFor();
    }
    StateDirectory.open(directory.resolve("state")).close();
  }

  @Test
  void letsOneOwnerInAtATime() {
    StateDirectory first = StateDirectory.open(directory.resolve("state"));
    assertThatThrownBy(() -> StateDirectory.open(directory.resolve("state")))
        .isInstanceOf(StoreFailure.class);
    first.close();
    StateDirectory.open(directory.resolve("state")).close();
  }

  /// The generation that the process came back with; the secret beside it has to be whole, and of
  /// the last acknowledged write or one of the two around it.
  private static long found(String line, long acknowledged) {
    String[] words = line.split(" ", -1);
    assertThat(words[0]).isEqualTo("found");
    if (acknowledged > 0) {
      assertThat(words[2]).isIn(Scribe.secret(acknowledged), Scribe.secret(acknowledged + 1));
    }
    return Long.parseLong(words[1]);
  }

  private static long wrote(String line) {
    assertThat(line).startsWith("wrote ");
    return Long.parseLong(line.substring("wrote ".length()));
  }

  /// A line cut by the kill was not said.
  private static boolean whole(String line) {
    return line != null && line.matches("wrote \\d+");
  }

  /// By its handle: killing the process itself would throw away what it said last.
  private static void kill(Process process) {
    process.toHandle().destroyForcibly();
  }

  private Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Scribe.class.getName(),
                directory.resolve("state").toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private String integrity() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("state/state.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      return row.getString(1);
    }
  }
}
