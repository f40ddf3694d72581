package io.sekisho.keeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Cli;
import io.sekisho.client.Environment;
import io.sekisho.control.Initiator;
import io.sekisho.office.Office;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Backup, restore and another key, on real state folders.
class KeeperTest {
  @TempDir Path folder;

  private String key = "";

  @BeforeEach
  void live() throws IOException {
    try (StateDirectory state = Office.open(Place.at(folder.resolve("state")))) {
      try (Office office = new Office(state, _ -> {}, InstantSource.system())) {
        key = office.keys().createFirst().orElseThrow();
        office
            .controller()
            .apply(
                Files.readAllBytes(Path.of("src/test/resources/api/fleet.yaml")),
                false,
                false,
                new Initiator("first", "trace"));
      }
    }
  }

  private record Ran(int code, String out, String err) {}

  private Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            Map.of("SEKISHO_HOME", "nowhere"),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            folder);
    CommandLine sekisho = Cli.bare(environment);
    Keeper.addTo(sekisho, environment, false);
    int code = Cli.equip(sekisho, environment).execute(arguments);
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /// Whether the server there knows the operator and the fleet.
  private boolean knows(String name) {
    try (StateDirectory state = Office.open(Place.at(folder.resolve(name)));
        Office office = new Office(state, _ -> {}, InstantSource.system())) {
      return office.keys().verify(key).isPresent()
          && !office.ledger().edition().snapshot().contents().accounts().isEmpty();
    }
  }

  @Test
  void bringsBackEverythingThatAServerHadWhileItRan() throws IOException {
    try (StateDirectory running = Office.open(Place.at(folder.resolve("state")))) {
      Ran backup = run("backup", "all.db", "--state", "state");

      assertThat(backup.err()).isEmpty();
      assertThat(backup.code()).isZero();
      assertThat(backup.out()).contains("all.db").contains("secrets.key");
      assertThat(running.secrets().names()).isNotEmpty();
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("all.db"))))
        .isEqualTo("rw-------");

    Ran restore = run("restore", "all.db", "--state", "new");

    assertThat(restore.err()).isEmpty();
    assertThat(restore.out()).contains("Restored revision 1").contains("put the key file");
    Files.copy(folder.resolve("state/secrets.key"), folder.resolve("new/secrets.key"));
    assertThat(knows("new")).isTrue();
  }

  @Test
  void replacesNoFileAndNoState() throws IOException {
    Files.writeString(folder.resolve("all.db"), "precious");

    assertThat(run("backup", "all.db", "--state", "state").err()).contains("choose another name");
    assertThat(folder.resolve("all.db")).hasContent("precious");
    run("backup", "good.db", "--state", "state");
    assertThat(run("restore", "good.db", "--state", "state").code()).isEqualTo(1);
    assertThat(knows("state")).isTrue();
    assertThat(run("restore", "all.db", "--state", "new").code()).isEqualTo(1);
    assertThat(run("backup", "none.db").err()).contains("nothing in");
  }

  @Test
  void sealsSecretsUnderAnotherKey() throws IOException {
    String old = Files.readString(folder.resolve("state/secrets.key"));

    Ran rotated = run("rotate-key", "--state", "state");

    assertThat(rotated.err()).isEmpty();
    assertThat(rotated.out()).contains("secrets.key");
    assertThat(Files.readString(folder.resolve("state/secrets.key"))).isNotEqualTo(old);
    assertThat(knows("state")).isTrue();
  }

  @Test
  void rotatesNoKeyUnderARunningServer() {
    try (StateDirectory running = Office.open(Place.at(folder.resolve("state")))) {
      Ran refused = run("rotate-key", "--state", "state");

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("in use");
      assertThat(running.secrets().names()).isNotEmpty();
    }
    assertThat(run("rotate-key", "--state", "none").err()).contains("no state folder");
  }
}
