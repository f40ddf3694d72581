package io.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The file that remembers the server and its key.
class ContextFileTest {
  private static final Context CONTEXT = new Context("https://127.0.0.1:8443", "PEM\n", "secret");

  @TempDir Path directory;

  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(directory);
  }

  private ContextFile file() {
    return new ContextFile(shell.environment(System.out, System.err));
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.path(name)));
  }

  @Test
  void remembersTheContext() {
    file().save(CONTEXT);

    assertThat(file().load()).isEqualTo(CONTEXT);
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    file().save(CONTEXT);

    assertThat(permissions("home/client.json")).isEqualTo("rw-------");
    assertThat(permissions("home")).isEqualTo("rwx------");
  }

  @Test
  void becomesPrivateWhenItIsWrittenAnew() throws IOException {
    file().save(CONTEXT);
    Files.setPosixFilePermissions(
        shell.path("home/client.json"), PosixFilePermissions.fromString("rw-rw-rw-"));

    file().save(CONTEXT);

    assertThat(permissions("home/client.json")).isEqualTo("rw-------");
    try (var left = Files.list(shell.path("home"))) {
      assertThat(left).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void isRefusedWhenOthersMayTouchIt(String permissions) throws IOException {
    file().save(CONTEXT);
    Files.setPosixFilePermissions(
        shell.path("home/client.json"), PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> file().load())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void givesWayToVariables() throws IOException {
    file().save(CONTEXT);
    Files.writeString(shell.path("other.pem"), "OTHER");
    shell.set("SEKISHO_KEY", "other").set("SEKISHO_CA", "other.pem");

    assertThat(file().load()).isEqualTo(new Context("https://127.0.0.1:8443", "OTHER", "other"));
  }

  @Test
  void isNotNeededWhenAllVariablesAreSet() throws IOException {
    Files.writeString(shell.path("other.pem"), "OTHER");
    shell
        .set("SEKISHO_URL", "https://host:1")
        .set("SEKISHO_KEY", "other")
        .set("SEKISHO_CA", "other.pem");

    assertThat(file().load()).isEqualTo(new Context("https://host:1", "OTHER", "other"));
  }

  @Test
  void saysHowToGetOne() {
    assertThatThrownBy(() -> file().load()).hasMessageContaining("sekisho login");
  }

  @Test
  void saysWhatToDoWithOneThatIsBroken() throws IOException {
    file().save(CONTEXT);
    Files.writeString(shell.path("home/client.json"), "{");

    assertThatThrownBy(() -> file().load())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("sekisho login");
  }

  @Test
  void livesInTheUsersStateByDefault() {
    shell.set("SEKISHO_HOME", "").set("HOME", "/home/ada");

    assertThat(file().path()).hasToString("/home/ada/.local/state/sekisho/client.json");
  }

  @Test
  void neverPrintsTheKey() {
    assertThat(CONTEXT.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8443",
        "127.0.0.1:8443",
        "https://",
        "https://user@host",
        "https://host/path",
        "https://host?x",
        "https://host:port",
        "https://a b"
      })
  void takesNothingButAnHttpsOrigin(String url) {
    assertThatThrownBy(() -> new Context(url, "", "key")).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\r\nbreak", "ключ"})
  void takesNoKeyThatIsNotOneWord(String key) {
    assertThatThrownBy(() -> new Context("https://host", "", key))
        .isInstanceOf(Failure.class)
        .hasMessageNotContaining("words\"");
  }
}
