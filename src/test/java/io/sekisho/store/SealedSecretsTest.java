package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.store.StateDirectory.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Secrets in either database, and the key file that they are sealed under.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class SealedSecretsTest {
  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private Lodging lodging;
  private StateDirectory state;
  private SealedSecrets secrets;

  @BeforeEach
  void move() {
    lodging = type.in(folder);
    open();
  }

  private void open() {
    state = lodging.open();
    secrets = state.secrets();
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void areKeptOnceAndErased() {
    assertThat(secrets.read("ca.key")).isEmpty();
    assertThat(secrets.write("ca.key", bytes("one"))).isTrue();
    assertThat(secrets.write("ca.key", bytes("two"))).isFalse();
    assertThat(secrets.write("jwt-1", new byte[0])).isTrue();
    close();
    open();
    assertThat(secret("ca.key")).isEqualTo("one");
    assertThat(secrets.names()).containsExactly("ca.key", "jwt-1");
    secrets.erase("ca.key");
    secrets.erase("ca.key");
    assertThat(secrets.read("ca.key")).isEmpty();
  }

  @Test
  void ofManyWritersOneWins() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "key-" + round;
      var late = CompletableFuture.supplyAsync(() -> secrets.write(name, bytes("b")));
      boolean first = secrets.write(name, bytes("a"));
      assertThat(late.get()).isNotEqualTo(first);
      assertThat(secret(name)).isEqualTo(first ? "a" : "b");
    }
  }

  @Test
  void areNowhereInTheDatabase() throws Exception {
    secrets.write("ca.key", bytes("a very secret text"));
    assertThat(lodging.query("SELECT sealed FROM secrets")).startsWith("v1.");
    Path backup = folder.resolve("backup");
    state.store().backup(backup);
    assertThat(new String(Files.readAllBytes(backup), UTF_8)).doesNotContain("a very secret text");
  }

  @Test
  void cantBeSwappedNorChanged() throws SQLException {
    secrets.write("one", bytes("1"));
    secrets.write("two", bytes("2"));
    String sealed = lodging.query("SELECT sealed FROM secrets WHERE name = 'one'");
    lodging.execute("UPDATE secrets SET sealed = '" + sealed + "' WHERE name = 'two'");
    assertThatThrownBy(() -> secrets.read("two")).isInstanceOf(StoreFailure.class);
    assertThat(secret("one")).isEqualTo("1");
    char other = sealed.charAt(sealed.length() - 5) == 'A' ? 'B' : 'A';
    String changed =
        sealed.substring(0, sealed.length() - 5) + other + sealed.substring(sealed.length() - 4);
    lodging.execute("UPDATE secrets SET sealed = '" + changed + "' WHERE name = 'one'");
    assertThatThrownBy(() -> secrets.read("one"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("changed since");
  }

  @Test
  void areSealedAnewUnderARenewedKeyAndTheOldOneIsOfNoUse() throws Exception {
    secrets.write("one", bytes("1"));
    secrets.write("two", bytes("2"));
    Path old = Files.copy(key(), folder.resolve("old"), StandardCopyOption.COPY_ATTRIBUTES);
    String before = lodging.query("SELECT sealed FROM secrets WHERE name = 'one'");

    secrets.renewKey();

    assertThat(secret("one")).isEqualTo("1");
    assertThat(secrets.write("three", bytes("3"))).isTrue();
    assertThat(lodging.query("SELECT sealed FROM secrets WHERE name = 'one'")).isNotEqualTo(before);
    assertThat(Files.readString(key())).isNotEqualTo(Files.readString(old));
    close();
    open();
    assertThat(secret("two")).isEqualTo("2");
    close();
    Files.move(key(), folder.resolve("new"));
    Files.copy(old, key(), StandardCopyOption.COPY_ATTRIBUTES);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("sealed under another key");
    Files.delete(key());
    assertThatThrownBy(this::open).isInstanceOf(StoreFailure.class).hasMessageContaining("missing");
    Files.move(folder.resolve("new"), key());
    open();
  }

  @Test
  void survivesAKillInTheMiddleOfARenewal() throws Exception {
    secrets.write("one", bytes("1"));
    byte[] old = Files.readAllBytes(key());
    secrets.renewKey();
    byte[] renewed = Files.readAllBytes(key());
    close();
    // After the database, before the file.
    Files.write(key(), old);
    Path next = Files.copy(key(), folder.resolve("key.next"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.write(next, renewed);
    open();
    assertThat(secret("one")).isEqualTo("1");
    assertThat(next).doesNotExist();
    close();
    // Before the database.
    Files.copy(key(), next, StandardCopyOption.COPY_ATTRIBUTES);
    Files.write(next, old);
    open();
    assertThat(secret("one")).isEqualTo("1");
    secrets.renewKey();
    assertThat(secret("one")).isEqualTo("1");
  }

  @Test
  void areSharedByControllersThatHaveTheKey() {
    if (type == Lodging.Type.SQLITE) {
      return; // One process has the folder, and nobody else the database.
    }
    try (StateDirectory other = Lodging.open(lodging.place("other"))) {
      secrets.write("one", bytes("1"));
      assertThat(other.secrets().read("one"))
          .hasValueSatisfying(b -> assertThat(b).isEqualTo(bytes("1")));
      assertThat(other.secrets().write("one", bytes("2"))).isFalse();
      secrets.renewKey();
      assertThatThrownBy(() -> other.secrets().write("two", bytes("2")))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("copy that controller's key file here");
      assertThatThrownBy(() -> other.secrets().read("one")).isInstanceOf(StoreFailure.class);
    }
    Place stranger = new Place(folder.resolve("third"), lodging.database(), Optional.empty());
    assertThatThrownBy(() -> Lodging.open(stranger))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("third/secrets.key is missing");
  }

  @Test
  void moveInFromTheFilesOfAnOlderSekisho() throws IOException {
    close();
    Path plain = Files.createDirectory(folder.resolve("state/secrets"));
    for (String name : new String[] {"ca.key", "jwt-1", "secret12.new"}) {
      Files.writeString(plain.resolve(name), name);
      Files.setPosixFilePermissions(
          plain.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }
    open();
    assertThat(secrets.names()).containsExactly("ca.key", "jwt-1");
    assertThat(secret("ca.key")).isEqualTo("ca.key");
    assertThat(plain).doesNotExist();
    close();
    // Killed after the first was written and before it was erased.
    Files.createDirectory(plain);
    Files.writeString(plain.resolve("ca.key"), "ca.key");
    Files.setPosixFilePermissions(
        plain.resolve("ca.key"), PosixFilePermissions.fromString("rw-------"));
    open();
    assertThat(plain).doesNotExist();
  }

  @Test
  void areNotTakenFromFilesThatOthersCanRead() throws IOException {
    close();
    Path plain = Files.createDirectory(folder.resolve("state/secrets"));
    Files.writeString(plain.resolve("ca.key"), "1");
    Files.setPosixFilePermissions(
        plain.resolve("ca.key"), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("chmod 600");
    assertThat(plain.resolve("ca.key")).exists();
    Files.delete(plain.resolve("ca.key"));
    open();
  }

  @Test
  void haveAKeyThatIsTheOwnersAlone() throws IOException {
    assertThat(mode(key())).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("state"))).isEqualTo("rwx------");
    close();
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
    open();
  }

  @Test
  @Tag("root")
  @ExtendWith(Root.class)
  void areNotTakenFromSomebodyElsesFolder() throws IOException {
    Path planted = Files.createDirectory(folder.resolve("planted"));
    Files.setAttribute(planted, "unix:uid", 65_534);
    assertThatThrownBy(() -> Lodging.open(Place.at(planted)))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("belongs to another user");
  }

  @Test
  void areMissedOnlyBeforeTheFirstStart() {
    assertThat(StateDirectory.isNew(folder.resolve("nowhere"))).isTrue();
    assertThat(StateDirectory.isNew(folder.resolve("state"))).isFalse();
  }

  @Test
  void haveNamesThatLeadNowhereElse() {
    for (String name :
        new String[] {"", "../x", "a/b", ".hidden", "nul\0", "a\nb", "x".repeat(129)}) {
      assertThatThrownBy(() -> secrets.write(name, new byte[1]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> secrets.read(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> secrets.erase(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Path key() {
    return folder.resolve("key");
  }

  private String secret(String name) {
    return new String(secrets.read(name).orElseThrow(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
