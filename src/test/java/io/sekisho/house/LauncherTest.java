package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The scripts that start the program, often as root and from wherever root happens to be.
class LauncherTest {
  @Test
  void runsNothingOfTheFolderItIsCalledIn(@TempDir Path project, @TempDir Path elsewhere)
      throws Exception {
    copyScripts(project.resolve("bin"));
    Files.createDirectories(project.resolve("target/lib"));
    // The JVM makes all providers of this kind that are on its path for classes.
    Path services = Files.createDirectories(elsewhere.resolve("META-INF/services"));
    Files.writeString(services.resolve("java.nio.file.spi.FileSystemProvider"), "Intruder");

    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", ". \"$1/bin/common.sh\" && rehearse", "-", "" + project)
            .directory(elsewhere.toFile())
            .redirectErrorStream(true);
    shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
    shell.environment().remove("CLASSPATH");
    Process rehearsal = shell.start();
    assertThat(rehearsal.waitFor(1, TimeUnit.MINUTES)).isTrue();

    // There is no jar, but as far as that it has to come.
    assertThat(project.resolve("target/rehearsal.log"))
        .content()
        .contains("sekisho.jar")
        .doesNotContain("Intruder");
  }

  @ParameterizedTest
  @CsvSource({
    "up, false",
    "up --guests simulated, false",
    "controller --nodes 127.0.0.1:8444, false",
    "node --controller https://127.0.0.1:8444, false",
    "node ls, true",
    "up --help, true",
    "up -h, true",
    "get instances, true",
    "lab up examples/lab.yaml, true",
    "'', true"
  })
  void buildsAnewForAStartAlone(String words, boolean willDo, @TempDir Path project)
      throws Exception {
    copyScripts(project.resolve("bin"));
    Files.createDirectories(project.resolve("target"));
    assertThat(willDo(project, words)).as("there is no jar").isFalse();
    Files.createFile(project.resolve("target/sekisho.jar"));
    assertThat(willDo(project, words)).isEqualTo(willDo);
  }

  private static boolean willDo(Path project, String words) throws Exception {
    String script = ". \"$1/bin/common.sh\" && will_do " + words;
    Process shell = new ProcessBuilder("bash", "-c", script, "-", "" + project).start();
    assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return shell.exitValue() == 0;
  }

  private static void copyScripts(Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> scripts = Files.list(Path.of("bin"))) {
      for (Path script : scripts.toList()) {
        Files.copy(script, to.resolve(script.getFileName()));
      }
    }
  }
}
