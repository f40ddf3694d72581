package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {
  @TempDir Path directory;
  private SecretFiles secrets;

  @BeforeEach
  void open() throws IOException {
    secrets = new SecretFiles(directory.resolve("secrets"));
  }

  @Test
  void keepsAndReplaces() {
    assertThat(secrets.read("ca.key")).isEmpty();
    secrets.write("ca.key", "one".getBytes(UTF_8));
    secrets.write("ca.key", "two".getBytes(UTF_8));
    secrets.write("jwt-1", new byte[0]);
    assertThat(secrets.read("ca.key"))
        .hasValueSatisfying(b -> assertThat(b).asString().isEqualTo("two"));
    assertThat(secrets.names()).containsExactly("ca.key", "jwt-1");
    secrets.delete("ca.key");
    secrets.delete("ca.key");
    assertThat(secrets.read("ca.key")).isEmpty();
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
  void survivesAnUnfinishedWrite() throws IOException {
    secrets.write("ca.key", "one".getBytes(UTF_8));
    Files.writeString(directory.resolve("secrets/ca.key.new"), "tw");
    assertThat(secrets.names()).containsExactly("ca.key");
    secrets.write("ca.key", "two".getBytes(UTF_8));
    assertThat(secrets.read("ca.key")).isPresent();
    assertThat(directory.resolve("secrets/ca.key.new")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", ".hidden", "UPPER", "x.new", "nul\0", "a\nb"})
  void refusesNamesThatLeadElsewhere(String name) {
    assertThatThrownBy(() -> secrets.write(name, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> secrets.read(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> secrets.delete(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
