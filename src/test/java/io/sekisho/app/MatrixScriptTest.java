package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `examples/matrix.sh` where it can't do what it is asked.
@Tag("root")
class MatrixScriptTest {
  @RegisterExtension static final Product PRODUCT = new Product("axs");

  @TempDir Path project;

  /// The script finds the program beside its own folder.
  @BeforeEach
  void install() throws IOException {
    Files.createDirectory(project.resolve("examples"));
    Files.copy(Path.of("examples/matrix.sh"), project.resolve("examples/matrix.sh"));
    ProcessBuilder program = PRODUCT.program();
    String environment =
        List.of("SEKISHO_HOME", "SEKISHO_PREFIX").stream()
            .map(it -> "export %s='%s'\n".formatted(it, program.environment().get(it)))
            .collect(Collectors.joining());
    String command =
        program.command().stream().map(it -> "'" + it + "'").collect(Collectors.joining(" "));
    Path sekisho = project.resolve("sekisho");
    Files.writeString(sekisho, "#!/bin/sh\n%sexec %s \"$@\"\n".formatted(environment, command));
    Files.setPosixFilePermissions(sekisho, PosixFilePermissions.fromString("rwx------"));
  }

  private Ran matrix(String ports, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", project + "/examples/matrix.sh"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PORTS", ports);
    return Ran.of(builder);
  }

  @Test
  void comparesConnectionsWithExplanationsAndFollowsOne() {
    Ran ran = matrix("8022", "--flow", "web-1", "acme/vault-1", "8022", "--", "true");

    assertThat(ran.code()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .contains("acme/web-1 talks to acme/vault-1 on port 8022, and meanwhile: true\n")
        .contains("The connection went on.\n")
        .containsPattern("Identical: \\d+ pairs and ports, of which [1-9]\\d* connect\\.");
    isLeftAlone();
  }

  @Test
  void saysThatThereIsNoSuchGuest() {
    Ran ran = matrix("22", "--flow", "wep-1", "web-1", "22", "--", "touch", project + "/done");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo("matrix.sh: there is no guest wep-1: `sekisho lab ls` shows them all.\n");
    assertThat(project.resolve("done")).doesNotExist();
    isLeftAlone();
  }

  @Test
  void saysWhoHasAPortAndLeavesNothingBehind() throws Exception {
    String last = PRODUCT.lab().guests().getLast().namespace();
    Process listener =
        new ProcessBuilder("ip", "netns", "exec", last, "perl", "-e", LISTENER)
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(listener.inputReader().readLine()).isEqualTo("listens");
      Ran ran = matrix("22 8022");

      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err())
          .isEqualTo(
              "matrix.sh: can't listen in %s: port 8022: Address already in use. End what has the port, or give others with PORTS=\"...\".\n"
                  .formatted(PRODUCT.lab().guests().getLast().reference()));
    } finally {
      listener.destroyForcibly().waitFor();
    }
    isLeftAlone();
  }

  @Test
  void takesPortsThatThereAre() {
    for (String ports : List.of("http", "0", "70000", "80-20")) {
      Ran ran = matrix(ports);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("a port is a number from 1 to 65535");
    }
  }

  private static final String LISTENER =
      "use IO::Socket::INET; my $s = IO::Socket::INET->new(Listen => 1, LocalPort => 8022) or die;"
          + " $| = 1; print \"listens\\n\"; sleep 60";

  /// Nobody listens in any guest.
  private static void isLeftAlone() {
    PRODUCT
        .lab()
        .guests()
        .forEach(
            it ->
                assertThat(Ran.here("ip", "netns", "exec", it.namespace(), "ss", "-Hltn").good())
                    .as(it.reference())
                    .isEmpty());
  }
}
