package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sekisho.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Below the home of who runs the tests, which others may not write to.
class PolicyFileTest {
  private Scratch home = new Scratch(Path.of("."));
  private Path file = Path.of("policy.yaml");

  @BeforeEach
  void write() throws IOException {
    Path folder = Files.createTempDirectory(Path.of(System.getProperty("user.home")), "sgt");
    home = new Scratch(folder);
    file = Files.writeString(folder.resolve("policy.yaml"), "guard: 1\n");
    permit(file, "rw-r--r--");
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void readsWhatOnlyItsOwnerMayWrite() {
    assertThat(PolicyFile.read(file)).asString().isEqualTo("guard: 1\n");
  }

  @Test
  void refusesWhatOthersMayWrite() throws IOException {
    for (String permissions : new String[] {"rw-rw-r--", "rw-r--rw-"}) {
      permit(file, permissions);
      assertThatThrownBy(() -> PolicyFile.read(file))
          .hasMessageStartingWith("Others may write to " + file.toRealPath());
    }
  }

  @Test
  void refusesAFolderThatOthersMayWriteTo() throws IOException {
    permit(home.folder(), "rwxrwxr-x");

    assertThatThrownBy(() -> PolicyFile.read(file))
        .hasMessageStartingWith("Others may write to " + home.folder().toRealPath() + ",");
  }

  @Test
  void refusesStickyFolders(@TempDir Path below) throws IOException {
    assumeThat(below.startsWith("/tmp")).isTrue();
    Path there = Files.writeString(below.resolve("policy.yaml"), "guard: 1\n");

    assertThatThrownBy(() -> PolicyFile.read(there))
        .hasMessageStartingWith("Others may write to /tmp,");
  }

  @Test
  void followsALinkAndJudgesWhereItLeads(@TempDir Path below) throws IOException {
    Path link = Files.createSymbolicLink(home.resolve("link"), file);
    assertThat(PolicyFile.read(link)).isNotEmpty();

    Path open = Files.writeString(below.resolve("policy.yaml"), "guard: 1\n");
    permit(open, "rw-rw-rw-");
    Path bad = Files.createSymbolicLink(home.resolve("bad"), open);
    assertThatThrownBy(() -> PolicyFile.read(bad)).hasMessageStartingWith("Others may write to");
  }

  @Test
  void refusesTheFileOfAnotherUser() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.setAttribute(file, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);

    assertThatThrownBy(() -> PolicyFile.read(file)).hasMessageContaining("belongs to user 65534");
  }

  @Test
  void saysWhatIsNotThereAndWhatIsTooLarge() throws IOException {
    assertThatThrownBy(() -> PolicyFile.read(home.resolve("none")))
        .hasMessageContaining("write a policy, or use --preset");
    Files.writeString(file, "#".repeat(300_000));
    assertThatThrownBy(() -> PolicyFile.read(file)).hasMessageContaining("larger than 256 KiB");
    assertThatThrownBy(() -> PolicyFile.read(home.folder())).hasMessageContaining("is no file");
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
