package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.kernel.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
@ExtendWith(Root.class)
class LabCommandTest {
  private static final String INVENTORY =
      """
      accounts: [{name: acme, instances: [{name: web-1}]}]
      lab: {containers: [{guest: web-1, name: app}]}
      """;

  @TempDir private Path folder;
  private HostHalf host;

  @BeforeEach
  void prepare() throws Exception {
    Pki.write(folder, "localhost");
    Files.writeString(folder.resolve("lab.yaml"), INVENTORY);
    own().down();
    host = new HostHalf(LabMain.OneGuest.PORTS);
  }

  @AfterEach
  void clean() {
    own().down();
    host.close();
    assertThat(Traces.left()).isEmpty();
  }

  @Test
  void goesUpAndShowsItsGuestsAndGoesDown() {
    assertThat(up())
        .isEqualTo(
            new Ran(0, "1 guest is up. Try: ./sekisho lab exec acme/web-1 -- ip -br address\n"));
    assertThat(lab("ls"))
        .isEqualTo(
            new Ran(
                0,
                """
                NAME    ACCOUNT   VPC     ADDRESSES   CONTAINERS   STATE   NAMESPACE
                web-1   acme      vpc-1   10.0.0.5    app          up      lt-guest-1
                """));
    assertThat(lab("ls", "-o", "json").out())
        .startsWith("[ {")
        .contains("\"compute_id\" : \"0717-acme-web-1\"", "\"namespace\" : \"lt-guest-1-app\"")
        .contains("\"state\" : \"up\"");
    assertThat(lab("down")).isEqualTo(new Ran(0, "No guest is left.\n"));
    assertThat(lab("ls"))
        .isEqualTo(new Ran(0, "There are no guests: `sekisho lab up` makes them.\n"));
  }

  @Test
  void executesOnItsOwnInputAndOutputAndExitsAlike() {
    up();
    Ran ran = Ran.of(command("exec", "web-1", "--", "sh", "-c", "cat; uname -n; exit 7"), "in\n");
    assertThat(ran).isEqualTo(new Ran(7, "in\nweb-1\n"));
    assertThat(lab("exec", "web-1", "--container", "app", "--", "uname", "-n").out())
        .isEqualTo("app\n");
    assertThat(Ran.of(command("exec", "web-1"), "uname -n; exit 3\n"))
        .isEqualTo(new Ran(3, "web-1\n"));
  }

  @Test
  void leavesTheOptionsOfACommandToIt() {
    up();
    Ran printed = new Ran(0, "-h|--container|--|");
    assertThat(lab("exec", "web-1", "printf", "%s|", "-h", "--container", "--")).isEqualTo(printed);
    assertThat(lab("exec", "web-1", "--", "printf", "%s|", "-h", "--container", "--"))
        .isEqualTo(printed);
    assertThat(lab("exec", "web-1", "--container", "app", "uname", "-n").out()).isEqualTo("app\n");
    assertThat(lab("exec", "web-1", "uname", "-n").out()).isEqualTo("web-1\n");
  }

  @Test
  void executesOnItsOwnTerminal() {
    up();
    List<String> inner =
        command("exec", "web-1", "--", "sh", "-c", "test -t 0 && test -t 1 && echo tty").command();
    StringBuilder line = new StringBuilder();
    inner.forEach(word -> line.append('\'').append(word).append("' "));
    ProcessBuilder terminal = new ProcessBuilder("script", "-qec", line.toString(), "/dev/null");
    assertThat(Ran.of(terminal, "").out().strip()).endsWith("tty");
  }

  @Test
  @Timeout(60)
  void passesATerminationOnAndWaits() throws Exception {
    up();
    String patient = "trap 'echo bye; exit 5' TERM; echo on; while :; do sleep 0.1; done";
    Process process = command("exec", "web-1", "--", "sh", "-c", patient).start();
    var out = process.inputReader();
    assertThat(out.readLine()).isEqualTo("on");
    // Not `process.destroy()`, which closes the pipe as well.
    process.toHandle().destroy();
    assertThat(out.readLine()).isEqualTo("bye");
    assertThat(process.waitFor()).isEqualTo(5);
  }

  @Test
  void refusesInASentence() {
    assertThat(lab("exec", "web-1", "--", "true"))
        .isEqualTo(new Ran(1, "There is no guest web-1: `sekisho lab ls` shows them all.\n"));
    assertThat(lab("up", "nowhere.yaml"))
        .isEqualTo(new Ran(1, "Can't read nowhere.yaml: check the path.\n"));
    assertThat(lab("exec").code()).isEqualTo(2);
  }

  @Test
  void saysThatItNeedsRoot() {
    ProcessBuilder builder = command("up", folder.resolve("lab.yaml").toString());
    builder.command().addAll(0, List.of("unshare", "--user", "--"));
    assertThat(Ran.of(builder, ""))
        .isEqualTo(new Ran(1, "The lab makes network namespaces, which needs root: use sudo.\n"));
  }

  @Test
  void saysWhichToolIsMissing() {
    ProcessBuilder builder = command("up", folder.resolve("lab.yaml").toString());
    builder.environment().put("PATH", "/nowhere");
    assertThat(Ran.of(builder, ""))
        .satisfies(ran -> assertThat(ran.code()).isEqualTo(1))
        .extracting(Ran::out)
        .asString()
        .contains("apt-get install iproute2 nftables util-linux");
  }

  private Lab own() {
    return new Lab(Ports.NAMES, new Commands(), folder.resolve("ca.pem"));
  }

  private Ran up() {
    return lab("up", folder.resolve("lab.yaml").toString());
  }

  private Ran lab(String... words) {
    return Ran.of(command(words), "");
  }

  private ProcessBuilder command(String... words) {
    List<String> args = new ArrayList<>(List.of(folder.resolve("ca.pem").toString()));
    args.addAll(List.of(words));
    return Java.builder(LabMain.class, args.toArray(String[]::new));
  }
}
