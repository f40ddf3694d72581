package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {
  @Test
  @Tag("root")
  @ExtendWith(Root.class)
  void areNotTakenFromSomebodyElse(@TempDir Path folder) throws IOException {
    Path planted = Files.createDirectory(folder.resolve("planted"));
    Files.setAttribute(planted, "unix:uid", 65_534);

    assertThatThrownBy(() -> new SecretFiles(planted))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("belongs to another user");
    assertThatThrownBy(() -> StateDirectory.open(planted)).isInstanceOf(StoreFailure.class);
  }

  @TempDir Path directory;
  private SecretFiles secrets;

  @BeforeEach
  void open() throws IOException {
    secrets = new SecretFiles(directory.resolve("secrets"));
  }

  @Test
  void keepsASecretOnceAndErasesIt() {
    assertThat(secrets.read("ca.key")).isEmpty();
    assertThat(secrets.write("ca.key", "one".getBytes(UTF_8))).isTrue();
    assertThat(secrets.write("ca.key", "two".getBytes(UTF_8))).isFalse();
    assertThat(secrets.write("jwt-1", new byte[0])).isTrue();
    assertThat(secrets.read("ca.key"))
        .hasValueSatisfying(b -> assertThat(b).asString().isEqualTo("one"));
    assertThat(secrets.names()).containsExactlyInAnyOrder("ca.key", "jwt-1");
    secrets.erase("ca.key");
    secrets.erase("ca.key");
    assertThat(secrets.read("ca.key")).isEmpty();
  }

  @Test
  void ofManyWritersOneWins() throws Exception {
    SecretFiles other = new SecretFiles(directory.resolve("secrets"));
    for (int round = 0; round < 50; round++) {
      String name = "key-" + round;
      var late = CompletableFuture.supplyAsync(() -> other.write(name, "b".getBytes(UTF_8)));
      boolean first = secrets.write(name, "a".getBytes(UTF_8));
      boolean second = late.get();
      assertThat(first).isNotEqualTo(second);
      assertThat(secrets.read(name))
          .hasValueSatisfying(b -> assertThat(b).asString().isEqualTo(first ? "a" : "b"));
    }
  }

  @Test
  void areMissedOnlyBeforeTheFirstStart(@TempDir Path folder) {
    assertThat(StateDirectory.isNew(folder)).isTrue();

    StateDirectory.open(folder).close();

    assertThat(StateDirectory.isNew(folder)).isFalse();
  }

  @Test
  void isTheOwnersAlone() throws IOException {
    secrets.write("ca.key", "one".getBytes(UTF_8));
    assertThat(mode(directory.resolve("secrets"))).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory.resolve("secrets"))) {
      assertThat(files).singleElement().satisfies(f -> assertThat(mode(f)).isEqualTo("rw-------"));
    }
  }

  @Test
  void takesALooseDirectoryInHand() throws IOException {
    Path loose = Files.createDirectory(directory.resolve("loose"));
    Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rwxrwxrwx"));
    new SecretFiles(loose);
    assertThat(mode(loose)).isEqualTo("rwx------");
  }

  @Test
  void refusesASecretThatOthersCanRead() throws IOException {
    secrets.write("ca.key", "one".getBytes(UTF_8));
    Path file = directory.resolve("secrets/ca.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> secrets.read("ca.key"))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void sweepsUpUnfinishedWrites() throws IOException {
    Path unfinished = directory.resolve("secrets/secret1234.new");
    Files.writeString(unfinished, "tw");
    assertThat(secrets.names()).isEmpty();
    var _ = new SecretFiles(directory.resolve("secrets"));
    assertThat(unfinished).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", ".hidden", "x.new", "nul\0", "a\nb"})
  void refusesNamesThatLeadElsewhere(String name) {
    assertThatThrownBy(() -> secrets.write(name, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> secrets.read(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> secrets.erase(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
