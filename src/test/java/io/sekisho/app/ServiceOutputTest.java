package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that was broken into speaks to the terminal of root.
class ServiceOutputTest {
  @TempDir private Path folder;

  @Test
  void passesOnAllThatIsTextAndNothingThatSteersATerminal() throws Exception {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    ServiceOutput output = open(terminal);

    say(
        output,
        "printf 'Grüße\\tA\\nB \\033[2J \\033]52;c;eA\\007 \\302\\2332J \\342\\200\\256x \\000.'");
    output.settle();

    assertThat(terminal.toString(StandardCharsets.UTF_8))
        .isEqualTo("Grüße\tA\nB ?[2J ?]52;c;eA? ?2J ?x .");
  }

  @Test
  void givesTheServiceAPipeThatItCanNotReadFrom() throws Exception {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    ServiceOutput output = open(terminal);

    say(output, "timeout 1 cat <&1 || echo no; test -t 1 || echo none");
    output.settle();

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("no\nnone\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out"))))
        .isEqualTo("rw-------");
  }

  @Test
  void isHeardByTheNextOverseerToo() throws Exception {
    ServiceOutput first = open(new ByteArrayOutputStream());
    Process service =
        new ProcessBuilder("sh", "-c", "read line; echo still here")
            .redirectOutput(first.redirect())
            .start();
    first.close();
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    ServiceOutput second = open(terminal);

    service.outputWriter().append("go\n").close();
    service.waitFor();
    second.settle();

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("still here\n");
  }

  @Test
  void goesOnListeningWhenThereWasNoMemoryForAPiece() throws Exception {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    PrintStream full =
        new PrintStream(terminal, true, StandardCharsets.UTF_8) {
          @Override
          public void print(String text) {
            if (text.startsWith("much")) {
              throw new OutOfMemoryError("as the helper's thread may cause");
            }
            super.print(text);
          }
        };
    ServiceOutput output = ServiceOutput.open(folder.resolve("out"), full);

    say(output, "echo much");
    output.settle();
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> say(output, "echo little"));
    output.settle();

    assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("little\n");
  }

  private ServiceOutput open(ByteArrayOutputStream terminal) throws IOException {
    return ServiceOutput.open(
        folder.resolve("out"), new PrintStream(terminal, true, StandardCharsets.UTF_8));
  }

  private static void say(ServiceOutput output, String script) throws Exception {
    new ProcessBuilder("sh", "-c", script).redirectOutput(output.redirect()).start().waitFor();
  }
}
